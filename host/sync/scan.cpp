#include "host/sync/scan.hpp"

#include "host/plugins/call.hpp"
#include "host/sync/misbehaved.hpp"

namespace oar::sync {

using plugins::call;

Scan::Scan(oar_scan* raw, std::unique_ptr<Handle> handle, std::stop_token stop)
    : handle_{std::move(handle)}, raw_{raw} {
  on_stop_.emplace(std::move(stop), [scan = raw_] {
    if (OAR_CAN(oar_scan, scan, cancel)) scan->cancel(scan);
  });
}

Result<std::unique_ptr<Scan>> Scan::open(SourceEnd const& source, Split const& split, std::string const& cursor,
                                         oar_scan_options options, Ledger& ledger, std::stop_token stop) {
  auto handle =
      std::make_unique<Handle>(ledger, Subject{.source = source.name, .destination = {}, .split = split.id}, stop);
  options.struct_size = sizeof options;
  options.host = handle->get();
  oar_scan* raw = nullptr;
  OAR_TRY(call("open_scan", [&](oar_error* error) {
    return source.api->open_scan(source.plugin, plugins::bytes(split.descriptor), plugins::bytes(cursor), &options,
                                 &raw, error);
  }));
  if (!raw) return misbehaved("open_scan gave no scan");
  return std::unique_ptr<Scan>(new Scan{raw, std::move(handle), std::move(stop)});
}

Scan::~Scan() {
  on_stop_.reset();
  raw_->close(raw_);
}

Result<Message> Scan::next() {
  oar_message raw{};
  raw.struct_size = sizeof raw;
  plugins::CallError error;
  Result<void> const called = call("next", [&](oar_error* into) {
    oar_status const status = raw_->next(raw_, -1, &raw, into);
    if (status == OAR_OK && raw.kind == OAR_MSG_TABLE_ERROR) *static_cast<oar_error*>(error) = *into;
    return status;
  });
  if (!called) return called.error();
  Message message;
  message.kind = raw.kind;
  message.table = raw.table;
  message.flags = raw.flags;
  message.schema = OwnedSchema{raw.schema};
  message.batch = OwnedArray{raw.batch};
  message.cursor = plugins::take(raw.cursor);
  message.done = raw.done;
  message.total = raw.total;
  message.split = raw.split;
  if (raw.kind == OAR_MSG_TABLE_ERROR) message.table_error = error.reported();
  return message;
}

}  // namespace oar::sync

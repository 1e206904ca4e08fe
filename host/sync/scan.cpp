#include "host/sync/scan.hpp"

#include <oar/abi/host/log.h>

#include "host/contract/handed.hpp"
#include "host/contract/misbehaved.hpp"
#include "host/contract/objects.hpp"
#include "host/plugins/call.hpp"

namespace oar::sync {

using plugins::call;

Scan::Scan(oar_scan* raw, std::unique_ptr<Handle> handle, std::stop_token stop, std::string who)
    : handle_{std::move(handle)}, raw_{raw}, who_{std::move(who)} {
  on_stop_.emplace(std::move(stop), [scan = raw_] { (void)contract::guarded("cancel", [&] { scan->cancel(scan); }); });
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
  if (Result<void> const usable = contract::check_object(raw); !usable) {
    (void)contract::give_back(raw);
    return usable.error();
  }
  return std::unique_ptr<Scan>(new Scan{raw, std::move(handle), std::move(stop), source.who});
}

Scan::~Scan() {
  on_stop_.reset();
  if (auto const threw = contract::give_back(raw_))
    services().log(OAR_LOG_WARN, contract::named(*threw, who_).message(), {});
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
  if (!called && called.error().code() == Errc::cancelled && !services().cancelled())
    return contract::misbehaved("next says that it was cancelled, which it was not: ", called.error().message());
  if (!called) return called.error();
  Message message;
  message.schema = OwnedSchema{raw.schema};
  message.batch = OwnedArray{raw.batch};
  Result<void> const readable = contract::check_message(raw);
  Result<std::string> cursor = contract::taken(raw.cursor, contract::largest_cursor, "a cursor");
  if (!readable) return readable.error();
  message.kind = raw.kind;
  message.table = raw.table;
  message.flags = raw.flags;
  message.cursor = OAR_TRY(std::move(cursor));
  message.done = raw.done;
  message.total = raw.total;
  message.split = raw.split;
  if (raw.kind == OAR_MSG_TABLE_ERROR) message.table_error = error.reported();
  return message;
}

}  // namespace oar::sync

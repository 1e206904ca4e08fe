// The destination's transaction, and what can be wrong with it.
#include <memory>

#include "destination.hpp"

namespace zoo {
namespace {

struct Txn {
  oar_txn txn{};
  Settings settings;
  bool over = false;  // after commit or an error
};

void drop(ArrowArray* batch) { batch->release(batch); }

oar_status OAR_CALL write(oar_txn* raw, std::uint32_t, ArrowArray* batch, oar_error* error) {
  auto& own = *static_cast<Txn*>(raw->self);
  Settings const& settings = own.settings;
  if (own.over) host_misbehaved("write() after commit or an error");
  if (settings.is("write_left")) return OAR_OK;
  own.over = settings.fault.starts_with("write_");
  if (settings.is("write_failed_left")) return fail(error, OAR_E_DATA, "the batch is still yours");
  drop(batch);
  if (settings.is("write_throws")) throw 7;
  if (settings.is("write_raves")) return rave(error);
  if (settings.is("write_unfilled")) return OAR_E_DATA;
  return OAR_OK;
}

oar_status OAR_CALL delete_records(oar_txn*, std::uint32_t, ArrowArray* keys, std::uint32_t, oar_error*) {
  drop(keys);
  return OAR_OK;
}

oar_status OAR_CALL delete_stale(oar_txn* raw, std::uint32_t, oar_stale* stale, oar_error* error) {
  auto& own = *static_cast<Txn*>(raw->self);
  if (own.settings.is("stale_raves")) {
    own.over = true;
    return rave(error);
  }
  stale->stale_rows = own.settings.is("stale_lies") ? absurd : 0;
  stale->all_rows = 4;
  return OAR_OK;
}

oar_status OAR_CALL commit(oar_txn* raw, std::uint64_t, oar_state const* const*, oar_error* error) {
  auto& own = *static_cast<Txn*>(raw->self);
  Settings const& settings = own.settings;
  if (own.over) host_misbehaved("commit() after commit or an error");
  own.over = true;
  if (settings.is("commit_throws")) throw 7;
  if (settings.is("commit_raves")) return rave(error);
  if (settings.is("resolve_seven")) return fail(error, OAR_E_COMMIT_UNKNOWN, "no answer");
  return OAR_OK;
}

void OAR_CALL release(oar_txn* raw) {
  std::unique_ptr<Txn> const own{static_cast<Txn*>(raw->self)};
  if (own->settings.is("txn_release_throws")) throw 7;
}

}  // namespace

oar_status OAR_CALL begin(oar_writer* writer, oar_txn_options const*, oar_txn** out, oar_error* error) {
  Settings const& settings = static_cast<Writer*>(writer->self)->settings;
  if (settings.is("begin_throws")) throw 7;
  if (settings.is("begin_raves")) return rave(error);
  if (settings.is("txn_null")) return OAR_OK;
  if (settings.is("txn_small") || settings.is("txn_no_release")) {
    static oar_txn forever{};
    forever = {sizeof(oar_txn), 0, nullptr, &write, &delete_records, &delete_stale, &commit, nullptr, nullptr};
    if (settings.is("txn_small")) forever.struct_size = 16;
    *out = &forever;
    return OAR_OK;
  }
  auto* const own = new Txn;
  own->settings = settings;
  own->txn = {sizeof(oar_txn), 0, own, &write, &delete_records, &delete_stale, &commit, nullptr, &release};
  if (settings.is("txn_no_write")) own->txn.write = nullptr;
  if (settings.is("txn_no_commit")) own->txn.commit = nullptr;
  if (settings.is("stale_without_function")) own->txn.delete_stale = nullptr;
  if (settings.is("records_without_function")) own->txn.delete_records = nullptr;
  *out = &own->txn;
  return OAR_OK;
}

}  // namespace zoo

#include "host/contract/objects.hpp"

#include <exception>
#include <new>

#include "host/contract/misbehaved.hpp"
#include "host/contract/utf8.hpp"

namespace oar::contract {
namespace {

// An object is as long as ABI 1.0 made it when it reaches to the end of the last member of 1.0.
template <class Object>
Result<void> check_made(Object const* object, std::size_t end_of_last, std::string_view made_by,
                        std::string_view what) {
  if (!object) return misbehaved(made_by, " succeeded without a ", what);
  if (object->struct_size < end_of_last)
    return misbehaved("the ", what, " that ", made_by, " made has struct_size ", object->struct_size, "; it must be ",
                      end_of_last, " or more");
  return {};
}

template <class Function>
Result<void> check_function(Function function, std::string_view what, std::string_view name) {
  if (function) return {};
  return misbehaved("its ", what, " lacks ", name, "(), which it has to have");
}

template <class Function>
Result<void> check_capability(bool claimed, Function function, std::string_view capability, std::string_view name) {
  if (!claimed || function) return {};
  return misbehaved("its writer claims ", capability, " but lacks ", name, "()");
}

#define END_OF(T, member) (offsetof(T, member) + sizeof(T::member))

}  // namespace

Result<void> check_object(oar_catalog const* catalog) {
  OAR_TRY(check_made(catalog, END_OF(oar_catalog, release), "discover", "catalog"));
  OAR_TRY(check_function(catalog->table, "catalog", "table"));
  return check_function(catalog->release, "catalog", "release");
}

Result<void> check_object(oar_plan const* plan) {
  OAR_TRY(check_made(plan, END_OF(oar_plan, release), "plan", "plan"));
  OAR_TRY(check_function(plan->split, "plan", "split"));
  return check_function(plan->release, "plan", "release");
}

Result<void> check_object(oar_scan const* scan) {
  OAR_TRY(check_made(scan, END_OF(oar_scan, close), "open_scan", "scan"));
  OAR_TRY(check_function(scan->next, "scan", "next"));
  OAR_TRY(check_function(scan->cancel, "scan", "cancel"));
  return check_function(scan->close, "scan", "close");
}

Result<void> check_object(oar_writer const* writer) {
  OAR_TRY(check_made(writer, END_OF(oar_writer, close), "open", "writer"));
  OAR_TRY(check_function(writer->migrate, "writer", "migrate"));
  OAR_TRY(check_function(writer->begin, "writer", "begin"));
  OAR_TRY(check_function(writer->close, "writer", "close"));
  return check_capability((writer->capabilities & OAR_CAP_ATOMIC_STATE) != 0, writer->load_state,
                          "OAR_CAP_ATOMIC_STATE", "load_state");
}

Result<void> check_object(oar_txn const* transaction, std::uint32_t capabilities) {
  OAR_TRY(check_made(transaction, END_OF(oar_txn, release), "begin", "transaction"));
  OAR_TRY(check_function(transaction->write, "transaction", "write"));
  OAR_TRY(check_function(transaction->commit, "transaction", "commit"));
  OAR_TRY(check_function(transaction->release, "transaction", "release"));
  OAR_TRY(check_capability((capabilities & OAR_CAP_DELETE_STALE) != 0, transaction->delete_stale,
                           "OAR_CAP_DELETE_STALE", "delete_stale"));
  return check_capability((capabilities & OAR_CAP_DELETE_RECORDS) != 0, transaction->delete_records,
                          "OAR_CAP_DELETE_RECORDS", "delete_records");
}

std::optional<Error> give_back(oar_catalog* catalog) {
  if (!catalog || !OAR_CAN(oar_catalog, catalog, release)) return std::nullopt;
  return guarded("the catalog's release", [&] { catalog->release(catalog); });
}

std::optional<Error> give_back(oar_plan* plan) {
  if (!plan || !OAR_CAN(oar_plan, plan, release)) return std::nullopt;
  return guarded("the plan's release", [&] { plan->release(plan); });
}

std::optional<Error> give_back(oar_scan* scan) {
  if (!scan || !OAR_CAN(oar_scan, scan, close)) return std::nullopt;
  return guarded("the scan's close", [&] { scan->close(scan); });
}

std::optional<Error> give_back(oar_writer* writer) {
  if (!writer || !OAR_CAN(oar_writer, writer, close)) return std::nullopt;
  return guarded("the writer's close", [&] { writer->close(writer); });
}

std::optional<Error> give_back(oar_txn* transaction) {
  if (!transaction || !OAR_CAN(oar_txn, transaction, release)) return std::nullopt;
  return guarded("the transaction's release", [&] { transaction->release(transaction); });
}

Error thrown_out_of(std::string_view what) {
  try {
    throw;
  } catch (std::bad_alloc const&) {
    return Error::of(Errc::no_memory, blame, "threw out of ", what, ": no memory");
  } catch (std::exception const& thrown) {
    return misbehaved("threw out of ", what, ": ", thrown.what());
  } catch (...) {
    return misbehaved("threw out of ", what);
  }
}

}  // namespace oar::contract

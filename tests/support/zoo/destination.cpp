// A destination that keeps nothing and every rule but the one that its setting `fault` names. Writer and entry.
#include "destination.hpp"

#include <memory>

namespace zoo {
namespace {

void put(oar_state_sink* sink, std::string const& split, std::string const& cursor) {
  oar_state state{};
  state.struct_size = sizeof state;
  state.split_id = str(split);
  state.epoch = 1;
  state.cursor = bytes(cursor);
  sink->put(sink, &state);
}

oar_status OAR_CALL load_state(oar_writer* raw, oar_state_sink* sink, oar_error* error) {
  auto& own = *static_cast<Writer*>(raw->self);
  Settings const& settings = own.settings;
  oar_state state{};
  state.struct_size = sizeof state;
  state.split_id = {"here", 4};
  if (settings.is("state_raves")) return rave(error);
  if (settings.is("state_null")) sink->put(sink, nullptr);
  if (settings.is("state_garbage")) put(sink, "here", "no envelope at all");
  if (settings.is("state_id_broken")) put(sink, "\xFF", "x");
  if (settings.is("state_id_empty")) put(sink, "", "x");
  if (settings.is("state_id_long")) put(sink, std::string(256, 'x'), "x");
  if (settings.is("state_twins")) put(sink, "here", ""), put(sink, "here", "");
  if (settings.is("state_small")) {
    state.struct_size = 8;
    sink->put(sink, &state);
  }
  if (settings.is("state_absurd")) {
    state.cursor = {reinterpret_cast<std::uint8_t const*>("x"), absurd};
    sink->put(sink, &state);
  }
  if (settings.is("state_flood"))
    for (int i = 0; i <= 1'000'000; ++i) put(sink, std::to_string(i), "");
  if (settings.is("state_late")) own.sink = sink;
  return OAR_OK;
}

oar_status OAR_CALL migrate(oar_writer* raw, std::uint32_t, oar_target const*, std::int32_t, oar_buf* report,
                            oar_error* error) {
  auto& own = *static_cast<Writer*>(raw->self);
  own.migrated = true;
  if (own.settings.is("migrate_throws")) throw 7;
  if (own.settings.is("migrate_raves")) return rave(error);
  if (own.settings.is("report_absurd"))
    *report = {reinterpret_cast<std::uint8_t const*>("{}"), absurd, nullptr, nullptr};
  if (own.settings.is("report_null")) report->size = 2;
  if (own.sink) put(own.sink, "later", "x");
  return OAR_OK;
}

oar_status OAR_CALL resolve(oar_writer* raw, oar_str, std::int32_t* committed, oar_error* error) {
  auto const& own = *static_cast<Writer*>(raw->self);
  if (own.settings.fault.starts_with("commit_")) return fail(error, OAR_E_UNSUPPORTED, "nothing is remembered");
  *committed = own.settings.is("resolve_seven") ? 7 : 1;
  return OAR_OK;
}

oar_status OAR_CALL finish(oar_writer* raw, oar_error* error) {
  auto const& own = *static_cast<Writer*>(raw->self);
  if (own.settings.is("finish_throws")) throw 7;
  if (own.settings.is("finish_raves")) return rave(error);
  return OAR_OK;
}

void OAR_CALL close(oar_writer* raw) {
  std::unique_ptr<Writer> const own{static_cast<Writer*>(raw->self)};
  if (own->settings.is("close_throws")) throw 7;
}

oar_status OAR_CALL open(oar_plugin* plugin, oar_writer_options const*, oar_writer** out, oar_error* error) {
  Settings const& settings = settings_of(plugin);
  if (settings.is("open_throws")) throw 7;
  if (settings.is("open_raves")) return rave(error);
  if (settings.is("writer_null")) return OAR_OK;
  if (settings.is("writer_small") || settings.is("writer_no_close")) {
    static oar_writer forever{};
    forever.struct_size = settings.is("writer_small") ? 16 : sizeof(oar_writer);
    forever.migrate = &migrate;
    forever.begin = &begin;
    *out = &forever;
    return OAR_OK;
  }
  auto* const own = new Writer;
  own->settings = settings;
  oar_writer& writer = own->writer;
  writer.struct_size = sizeof writer;
  writer.capabilities = OAR_CAP_UPSERT | OAR_CAP_ATOMIC_STATE | OAR_CAP_DELETE_STALE | OAR_CAP_DELETE_RECORDS;
  writer.self = own;
  writer.load_state = &load_state;
  writer.migrate = &migrate;
  writer.begin = &begin;
  writer.resolve = &resolve;
  writer.finish = &finish;
  writer.close = &close;
  if (settings.is("writer_no_migrate")) writer.migrate = nullptr;
  if (settings.is("writer_no_begin")) writer.begin = nullptr;
  if (settings.is("atomic_without_load")) writer.load_state = nullptr;
  *out = &writer;
  return OAR_OK;
}

struct Destination {
  static constexpr char const* id = OAR_DESTINATION;
  static constexpr oar_descriptor descriptor{
      sizeof(oar_descriptor), OAR_ROLE_DESTINATION, "test.zoo-destination", "zoo_destination", "Oarlock", "1.0.0", "",
      "Breaks one rule"};
  static void const* functions() {
    static constexpr oar_destination all{sizeof(oar_destination), 0, &open};
    return &all;
  }
};

}  // namespace
}  // namespace zoo

extern "C" OAR_EXPORT oar_entry const* OAR_CALL oar_plugin_entry_v1(oar_host const*, oar_error*) {
  return zoo::Library<zoo::Destination>::entry();
}

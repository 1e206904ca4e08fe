// A source of one table of four rows that keeps every rule but the one that its setting `fault` names. Catalog and
// entry.
#include "source.hpp"

#include <memory>

namespace zoo {
namespace {

struct Catalog {
  oar_catalog catalog{};
  Settings settings;
};

ArrowSchema table_of(Settings const& settings, std::uint64_t i) {
  Pairs more;
  std::string name = settings.table;
  auto const add = [&](char const* fault, char const* key, std::string value) {
    if (settings.is(fault)) more.emplace_back(key, std::move(value));
  };
  add("catalog_cycle", OAR_META_PARENT, i == 0 ? settings.table + "_2" : settings.table);
  add("catalog_own_parent", OAR_META_PARENT, settings.table);
  add("catalog_parent_missing", OAR_META_PARENT, "nobody");
  add("catalog_key_missing", OAR_META_PRIMARY_KEY, R"(["colour"])");
  add("catalog_key_no_json", OAR_META_PRIMARY_KEY, "id");
  add("catalog_text_broken", OAR_META_DESCRIPTION, "\xC3\x28");
  add("catalog_modes", OAR_META_READ_MODES, R"(["sometimes"])");
  add("catalog_key_twice", OAR_META_PRIMARY_KEY, R"(["id", "id"])");
  add("catalog_key_number", OAR_META_PRIMARY_KEY, "[7]");
  add("catalog_key_control", OAR_META_PRIMARY_KEY, R"(["\u0000"])");
  add("catalog_key_object", OAR_META_PRIMARY_KEY, "{}");
  add("catalog_pairs_array", OAR_META_PARENT_KEY, "[]");
  add("catalog_parent_key_alone", OAR_META_PARENT_KEY, R"({"id": "id"})");
  add("catalog_op_missing", OAR_META_OP_COLUMN, "colour");
  add("catalog_op_text", OAR_META_OP_COLUMN, "name");
  add("catalog_op_keyless", OAR_META_OP_COLUMN, "id");
  add("catalog_op_keyless", OAR_META_PRIMARY_KEY, "[]");
  add("catalog_id_text", OAR_META_PRIMARY_KEY, "[]");
  add("delete_keyless", OAR_META_PRIMARY_KEY, "[]");
  add("end_without_cursor", OAR_META_READ_MODES, R"(["incremental"])");
  if (settings.is("catalog_parent_key") && i == 1) {
    more.emplace_back(OAR_META_PARENT, settings.table);
    more.emplace_back(OAR_META_PARENT_KEY, R"({"id":"colour"})");
  }
  if (settings.is("catalog_name_empty")) name.clear();
  if (i == 1 && !settings.is("catalog_twins")) name += "_2";
  ArrowSchema schema = animals_schema(name, more);
  harm_schema(settings.fault, schema);
  return schema;
}

oar_status OAR_CALL table(oar_catalog* catalog, std::uint64_t i, ArrowSchema* out, oar_error* error) {
  Settings const& settings = static_cast<Catalog*>(catalog->self)->settings;
  if (i > 1) return fail(error, OAR_E_INVALID_ARGUMENT, "there is no such table");
  if (settings.is("catalog_throws")) throw 7;
  if (!settings.is("catalog_released")) *out = table_of(settings, i);
  return OAR_OK;
}

void OAR_CALL release(oar_catalog* catalog) {
  std::unique_ptr<Catalog> const own{static_cast<Catalog*>(catalog->self)};
  if (own->settings.is("catalog_release_throws")) throw 7;
}

oar_status OAR_CALL discover(oar_plugin* plugin, oar_str, oar_catalog** out, oar_error* error) {
  Settings const& settings = settings_of(plugin);
  if (settings.is("discover_throws")) throw 7;
  if (settings.is("discover_raves")) return rave(error);
  if (settings.is("catalog_null")) return OAR_OK;
  auto* const own = new Catalog;
  own->settings = settings;
  own->catalog = {sizeof(oar_catalog), 0, own, 1, &table, &release};
  for (char const* two : {"catalog_cycle", "catalog_twins", "catalog_parent_key"})
    if (settings.is(two)) own->catalog.count = 2;
  if (settings.is("catalog_count")) own->catalog.count = absurd;
  if (settings.is("catalog_no_table")) own->catalog.table = nullptr;
  *out = &own->catalog;
  if (settings.is("catalog_small") || settings.is("catalog_no_release")) {
    static oar_catalog forever{};
    forever = own->catalog;
    delete own;  // nobody can give it back
    if (settings.is("catalog_small"))
      forever.struct_size = 16;
    else
      forever.release = nullptr;
    *out = &forever;
  }
  return OAR_OK;
}

struct Source {
  static constexpr char const* id = OAR_SOURCE;
  static constexpr oar_descriptor descriptor{
      sizeof(oar_descriptor), OAR_ROLE_SOURCE, "test.zoo-source", "zoo_source", "Oarlock", "1.0.0", "",
      "Breaks one rule"};
  static void const* functions() {
    static constexpr oar_source all{sizeof(oar_source), 0, &discover, &make_plan, &open_scan};
    return &all;
  }
};

}  // namespace
}  // namespace zoo

extern "C" OAR_EXPORT oar_entry const* OAR_CALL oar_plugin_entry_v1(oar_host const*, oar_error*) {
  return zoo::Library<zoo::Source>::entry();
}

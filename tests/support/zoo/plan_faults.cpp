// The plan of one split, and what can be wrong with it.
#include <memory>

#include "source.hpp"

namespace zoo {
namespace {

struct Plan {
  oar_plan plan{};
  Settings settings;
  std::string table;
  oar_str names[2]{};
  oar_split split{};
  std::string long_id = std::string(256, 'x');
};

void harm(Plan& own) {
  oar_split& split = own.split;
  Settings const& settings = own.settings;
  if (settings.is("split_small")) split.struct_size = 8;
  if (settings.is("split_id_long")) split.split_id = str(own.long_id);
  if (settings.is("split_id_empty")) split.split_id = {nullptr, 0};
  if (settings.is("split_id_null")) split.split_id = {nullptr, 9};
  if (settings.is("split_id_broken")) split.split_id = {"\xFF", 1};
  if (settings.is("split_scope_absurd")) split.scope = {"x", absurd};
  if (settings.is("split_descriptor_absurd")) split.descriptor.size = absurd;
  if (settings.is("split_tables_absurd")) split.n_tables = absurd;
  if (settings.is("split_tables_null")) split.tables = nullptr;
  if (settings.is("split_no_tables")) split.n_tables = 0;
  if (settings.is("split_table_twice")) split.n_tables = 2;
  if (settings.is("split_unknown_table")) own.names[0] = {"unicorns", 8};
  if (settings.is("split_reserved")) split.split_id = {"_oar_split", 10};
  if (settings.is("end_without_cursor")) split.start_cursor = bytes(own.table);
  if (settings.is("split_flags")) split.flags = 1U << 15;
  if (settings.is("plan_twins")) own.plan.count = 2;
  if (settings.is("plan_count")) own.plan.count = absurd;
  if (settings.is("plan_small")) own.plan.struct_size = 8;
  if (settings.is("plan_no_split")) own.plan.split = nullptr;
}

oar_split const* OAR_CALL split(oar_plan* plan, std::uint64_t) {
  auto const* own = static_cast<Plan*>(plan->self);
  if (own->settings.is("split_throws")) throw 7;
  return own->settings.is("split_null") ? nullptr : &own->split;
}

void OAR_CALL release(oar_plan* plan) {
  std::unique_ptr<Plan> const own{static_cast<Plan*>(plan->self)};
  if (own->settings.is("plan_release_throws")) throw 7;
}

}  // namespace

oar_status OAR_CALL make_plan(oar_plugin* plugin, oar_plan_options const*, oar_plan** out, oar_error* error) {
  Settings const& settings = settings_of(plugin);
  if (settings.is("plan_throws")) throw 7;
  if (settings.is("plan_raves")) return rave(error);
  if (settings.is("plan_null")) return OAR_OK;
  if (settings.is("plan_small")) {
    static oar_plan forever{};
    forever.struct_size = 8;
    *out = &forever;
    return OAR_OK;
  }
  auto* const own = new Plan;
  own->settings = settings;
  own->table = settings.table;
  own->names[0] = own->names[1] = str(own->table);
  own->plan = {sizeof(oar_plan), 0, own, 1, &split, &release};
  own->split.struct_size = sizeof(oar_split);
  own->split.split_id = str(own->table);
  own->split.scope = {"zoo", 3};
  own->split.descriptor = bytes(own->table);
  own->split.n_tables = 1;
  own->split.tables = own->names;
  own->split.est_rows = own->split.est_bytes = -1;
  harm(*own);
  *out = &own->plan;
  return OAR_OK;
}

}  // namespace zoo

#pragma once
// The source role of a plugin instance: which class, which table of calls.

#include <oar/detail/source_adapter.hpp>
#include <oar/export.hpp>

#include <string_view>

namespace oar::detail {

template <class SourceClass>
struct SourceRole {
  using Class = SourceClass;
  using Calls = SourceCalls;
  static constexpr std::uint32_t flag = OAR_ROLE_SOURCE;
  static constexpr char const* suffix = ".source";

  static void const* extension(std::string_view id) { return id == OAR_SOURCE ? &table : nullptr; }

  static oar_status OAR_CALL discover(oar_plugin* plugin, oar_str, oar_catalog** out, oar_error* error) {
    return guarded(error, [&]() -> Result<void> {
      auto* const calls = OAR_TRY(Instance<SourceRole>::of(plugin).calls());
      *out = OAR_TRY(calls->discover());
      return {};
    });
  }
  static oar_status OAR_CALL plan(oar_plugin* plugin, oar_plan_options const* options, oar_plan** out,
                                  oar_error* error) {
    return guarded(error, [&]() -> Result<void> {
      auto* const calls = OAR_TRY(Instance<SourceRole>::of(plugin).calls());
      *out = OAR_TRY(calls->plan(*options));
      return {};
    });
  }
  static oar_status OAR_CALL open_scan(oar_plugin* plugin, oar_bytes descriptor, oar_bytes cursor,
                                       oar_scan_options const* options, oar_scan** out, oar_error* error) {
    return guarded(error, [&]() -> Result<void> {
      auto* const calls = OAR_TRY(Instance<SourceRole>::of(plugin).calls());
      *out = OAR_TRY(calls->open_scan(descriptor, cursor, *options));
      return {};
    });
  }

  static constexpr oar_source table{sizeof(oar_source), 0, discover, plan, open_scan};
};

}  // namespace oar::detail

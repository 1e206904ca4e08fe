#pragma once
// What both halves of the zoo share: their settings, an error filled in, and the plugin around a role.

#include <oar/abi.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

namespace zoo {

// The value of a member of a flat JSON object; empty = not there.
inline std::string setting(oar_str config, std::string_view name) {
  std::string_view const text{config.data, static_cast<std::size_t>(config.size)};
  auto const key = text.find("\"" + std::string{name} + "\":\"");
  if (key == text.npos) return {};
  auto const from = key + name.size() + 4;
  return std::string{text.substr(from, text.find('"', from) - from)};
}

inline oar_status fail(oar_error* error, oar_status status, std::string_view text) {
  error->code = status;
  error->flags = 0;
  error->retry_after_ms = 0;
  error->vendor_code[0] = '\0';
  std::snprintf(error->message, sizeof error->message, "%.*s", static_cast<int>(text.size()), text.data());
  return status;
}

// A status that does not exist, and texts without an end.
inline oar_status rave(oar_error* error) {
  error->code = -77;
  error->flags = 0xFFFFFFFF;
  error->retry_after_ms = -1;
  std::memset(error->vendor_code, 'v', sizeof error->vendor_code);
  std::memset(error->message, '\xFE', sizeof error->message);
  return -77;
}

// The host broke a rule itself: nothing here may go unnoticed.
[[noreturn]] inline void host_misbehaved(char const* how) {
  std::fprintf(stderr, "zoo: THE HOST misbehaved: %s\n", how);
  std::abort();
}

// Addresses that nobody may read; all that is there is a count.
inline constexpr std::uint64_t absurd = std::uint64_t{1} << 60;

inline oar_str str(std::string const& text) { return {text.data(), text.size()}; }
inline oar_bytes bytes(std::string const& text) {
  return {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()};
}

struct Settings {
  std::string fault;
  std::string table;

  bool is(std::string_view name) const { return fault == name; }
};

// A plugin of one role.
struct Animal {
  oar_plugin plugin{};
  Settings settings;
};

inline Settings& settings_of(oar_plugin* plugin) { return static_cast<Animal*>(plugin->self)->settings; }

// An answer in a buffer, or the fault of one.
inline oar_status answer(std::string_view fault, char const* text, oar_buf* out, oar_error* error) {
  if (fault == "throws") throw 7;
  if (fault == "raves") return rave(error);
  if (fault == "no_json") text = "{\"type\": objekt";
  if (fault == "no_object") text = "[1, 2]";
  if (fault == "wrong") text = R"({"type": "objekt"})";
  if (fault == "circle") text = R"({"$ref": "#"})";
  if (fault == "broken_text") text = "{\"title\": \"\xFF\"}";
  out->data = fault == "null" ? nullptr : reinterpret_cast<std::uint8_t const*>(text);
  out->size = fault == "absurd" ? absurd : std::strlen(text);
  return OAR_OK;
}

// What plugin and entry are for both; `Role` gives the descriptor, the id of its extension and its functions.
template <class Role>
struct Library {
  static void OAR_CALL destroy(oar_plugin* plugin) { delete static_cast<Animal*>(plugin->self); }

  // Nobody has configured it yet, so the environment names the fault: ZOO_SPEC.
  static oar_status OAR_CALL get_spec(oar_plugin*, oar_buf* out, oar_error* error) {
    static constexpr char schema[] =
        R"({"$schema":"http://json-schema.org/draft-07/schema#","type":"object","additionalProperties":false,)"
        R"("properties":{"fault":{"type":"string","description":"The rule that is broken; none = none"},)"
        R"("table":{"type":"string","description":"What the table is called"}}})";
    char const* const fault = std::getenv("ZOO_SPEC");
    return answer(fault ? fault : "", schema, out, error);
  }

  static oar_status OAR_CALL test_connection(oar_plugin* plugin, oar_buf* out, oar_error* error) {
    std::string_view fault = settings_of(plugin).fault;
    fault.remove_prefix(fault.starts_with("test_") ? 5 : fault.size());
    return answer(fault, R"({"ok":true})", out, error);
  }

  static oar_status OAR_CALL configure(oar_plugin* plugin, oar_str config, oar_error* error) {
    Settings& settings = settings_of(plugin);
    settings.fault = setting(config, "fault");
    settings.table = setting(config, "table");
    if (settings.table.empty()) settings.table = "animals";
    if (settings.is("configure_throws")) throw settings.fault;
    return settings.is("configure_raves") ? rave(error) : oar_status{OAR_OK};
  }

  static void const* OAR_CALL get_extension(oar_plugin*, char const* id) {
    return std::string_view{id} == Role::id ? Role::functions() : nullptr;
  }

  static oar_status OAR_CALL create(oar_host const*, oar_str, oar_plugin** out, oar_error*) {
    auto* const animal = new Animal;
    animal->plugin = {sizeof(oar_plugin), 0,          animal,           &Role::descriptor, &destroy,
                      &get_spec,          &configure, &test_connection, &get_extension};
    *out = &animal->plugin;
    return OAR_OK;
  }

  static oar_entry const* entry() {
    static constexpr oar_entry table{
        sizeof(oar_entry),
        OAR_ABI_MAJOR,
        0,
        0,
        [](oar_str, oar_error*) -> oar_status { return OAR_OK; },
        [] {},
        [] { return std::uint32_t{1}; },
        [](std::uint32_t i) -> oar_descriptor const* { return i == 0 ? &Role::descriptor : nullptr; },
        &create};
    return &table;
  }
};

}  // namespace zoo

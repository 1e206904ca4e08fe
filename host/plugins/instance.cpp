#include "host/plugins/instance.hpp"

#include "host/plugins/call.hpp"

namespace oar::plugins {

namespace {

Error misbehaved(std::string_view how) { return Error::of(Errc::internal, "the plugin misbehaved: ", how); }

Result<void> check_plugin(oar_plugin const* plugin) {
  if (!plugin) return misbehaved("create succeeded without a plugin");
  if (plugin->struct_size < sizeof(oar_plugin)) return misbehaved("what create made is too small to be a plugin");
  if (!plugin->destroy || !plugin->get_spec || !plugin->configure || !plugin->get_extension)
    return misbehaved("what create made lacks a function that every plugin has to have");
  return {};
}

bool is_complete(oar_source const& source) {
  return source.struct_size >= sizeof source && source.discover && source.plan && source.open_scan;
}

bool is_complete(oar_destination const& destination) {
  return destination.struct_size >= sizeof destination && destination.open;
}

// The functions of a role that the descriptor has, or why they cannot be used.
template <class Functions>
Result<Functions const*> role(Instance const& instance, Role role, char const* id) {
  Descriptor const& descriptor = instance.descriptor();
  OAR_TRY(choose({descriptor}, {.role = role}));
  auto const* functions = static_cast<Functions const*>(instance.extension(id));
  if (!functions)
    return misbehaved("its descriptor says that it is a " + std::string{name_of(role)} + ", but it answers no " + id)
        .within(descriptor.name);
  if (!is_complete(*functions))
    return misbehaved("its " + std::string{id} + " lacks a function that it has to have").within(descriptor.name);
  return functions;
}

// A call that answers with UTF-8 text in a buffer.
template <class Call>
Result<std::string> text_of(std::string_view what, Call&& function) {
  oar_buf out{};
  OAR_TRY(call(what, [&](oar_error* error) { return function(&out, error); }));
  std::string text = take(out);
  if (!is_utf8(text)) return misbehaved(std::string{what} + " answered text that is not UTF-8");
  return text;
}

}  // namespace

void Instance::Destroy::operator()(oar_plugin* plugin) const {
  try {
    plugin->destroy(plugin);
  } catch (...) {  // nobody is left who could be told
  }
}

Result<Instance> Instance::create(std::shared_ptr<Library const> library, Choice const& choice,
                                  HostHandle const& host) {
  Descriptor descriptor = OAR_TRY(choose(library->descriptors(), choice).within(library->path().string()));
  oar_plugin* plugin = nullptr;
  auto created = call("create", [&](oar_error* error) {
    return library->entry().create(host.get(), str(descriptor.id), &plugin, error);
  });
  OAR_TRY(std::move(created).within(descriptor.name));
  OAR_TRY(check_plugin(plugin).within(descriptor.name));
  return Instance{std::move(library), std::move(descriptor), plugin};
}

Result<std::string> Instance::spec() const {
  auto const get = [&](oar_buf* out, oar_error* error) { return raw()->get_spec(raw(), out, error); };
  return text_of("get_spec", get).within(descriptor_.name);
}

Result<void> Instance::configure(std::string_view config_json) {
  auto const set = [&](oar_error* error) { return raw()->configure(raw(), str(config_json), error); };
  return call("configure", set).within(descriptor_.name);
}

Result<std::string> Instance::test_connection() {
  if (!raw()->test_connection) return Error::of(Errc::unsupported, descriptor_.name, ": has no connection test");
  auto const test = [&](oar_buf* out, oar_error* error) { return raw()->test_connection(raw(), out, error); };
  return text_of("test_connection", test).within(descriptor_.name);
}

Result<oar_source const*> Instance::source() const { return role<oar_source>(*this, Role::source, OAR_SOURCE); }

Result<oar_destination const*> Instance::destination() const {
  return role<oar_destination>(*this, Role::destination, OAR_DESTINATION);
}

void const* Instance::extension(char const* id) const {
  try {
    return raw()->get_extension(raw(), id);
  } catch (...) {
    return nullptr;
  }
}

}  // namespace oar::plugins

#include "host/plugins/instance.hpp"

#include "host/contract/handed.hpp"
#include "host/contract/misbehaved.hpp"
#include "host/plugins/call.hpp"

namespace oar::plugins {

namespace {

using contract::misbehaved;

Result<void> check_plugin(oar_plugin const* plugin) {
  if (!plugin) return misbehaved("create succeeded without a plugin");
  if (!OAR_HAS(oar_plugin, plugin, get_extension)) return misbehaved("what create made is too small to be a plugin");
  if (!plugin->destroy || !plugin->get_spec || !plugin->configure || !plugin->get_extension)
    return misbehaved("what create made lacks a function that every plugin has to have");
  return {};
}

bool is_complete(oar_source const& source) {
  return OAR_CAN(oar_source, &source, open_scan) && source.discover && source.plan;
}

bool is_complete(oar_destination const& destination) { return OAR_CAN(oar_destination, &destination, open); }

std::string who_is(Library const& library, std::string_view name) {
  return std::string{name} + " (" + library.path().filename().string() + ")";
}

// An error of this plugin, by its own name: what it is called in the config is not known here.
template <class T>
Result<T> of(Library const& library, Descriptor const& descriptor, Result<T> result) {
  if (result) return result;
  if (result.error().message().starts_with(contract::blame))
    return contract::named(std::move(result), who_is(library, descriptor.name));
  return std::move(result).within(descriptor.name);
}

// The functions of a role that the descriptor has, or why they cannot be used.
template <class Functions>
Result<Functions const*> role(Instance const& instance, Role role, char const* id) {
  Descriptor const& descriptor = instance.descriptor();
  OAR_TRY(choose({descriptor}, {.role = role}));
  auto const* functions = static_cast<Functions const*>(instance.extension(id));
  if (!functions)
    return contract::named(misbehaved("its descriptor says that it is a ", name_of(role), ", but it answers no ", id),
                           instance.who(descriptor.name));
  if (!is_complete(*functions))
    return contract::named(misbehaved("its ", id, " lacks a function that it has to have"),
                           instance.who(descriptor.name));
  return functions;
}

// A call that answers with UTF-8 text in a buffer.
template <class Call>
Result<std::string> text_of(std::string_view what, Call&& function) {
  oar_buf out{};
  OAR_TRY(call(what, [&](oar_error* error) { return function(&out, error); }));
  std::string text = OAR_TRY(contract::taken(out, contract::largest_document, "the answer of " + std::string{what}));
  if (!is_utf8(text)) return misbehaved(what, " answered text that is not UTF-8");
  return text;
}

}  // namespace

std::string Instance::who(std::string_view name) const { return who_is(library(), name); }

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
  OAR_TRY(of(*library, descriptor, std::move(created)));
  OAR_TRY(of(*library, descriptor, check_plugin(plugin)));
  return Instance{std::move(library), std::move(descriptor), plugin};
}

Result<std::string> Instance::spec() const {
  auto const get = [&](oar_buf* out, oar_error* error) { return raw()->get_spec(raw(), out, error); };
  return of(*library_, descriptor_, text_of("get_spec", get));
}

Result<void> Instance::configure(std::string_view config_json) {
  auto const set = [&](oar_error* error) { return raw()->configure(raw(), str(config_json), error); };
  return of(*library_, descriptor_, call("configure", set));
}

Result<std::string> Instance::test_connection() {
  if (!raw()->test_connection) return Error::of(Errc::unsupported, descriptor_.name, ": has no connection test");
  auto const test = [&](oar_buf* out, oar_error* error) { return raw()->test_connection(raw(), out, error); };
  return of(*library_, descriptor_, text_of("test_connection", test));
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

// A library that breaks the first rule of the border in one place: FAULT_THROW_IN_... says where the exception flies
// out.
#include <oar/abi.h>

#include <stdexcept>

namespace {

enum class Where { entry, init, descriptor, create, spec, destroy };

#if defined(FAULT_THROW_IN_ENTRY)
constexpr Where fault = Where::entry;
#elif defined(FAULT_THROW_IN_INIT)
constexpr Where fault = Where::init;
#elif defined(FAULT_THROW_IN_DESCRIPTOR)
constexpr Where fault = Where::descriptor;
#elif defined(FAULT_THROW_IN_CREATE)
constexpr Where fault = Where::create;
#elif defined(FAULT_THROW_IN_SPEC)
constexpr Where fault = Where::spec;
#else
constexpr Where fault = Where::destroy;
#endif

void reach(Where where) {
  if (where == fault) throw std::runtime_error{"the roof fell in"};
}

constexpr oar_descriptor the_descriptor{
    sizeof(oar_descriptor), OAR_ROLE_SOURCE, "test.throwing", "throwing", "Oarlock's tests", "1.0.0", "", "Throws"};

oar_status OAR_CALL get_spec(oar_plugin*, oar_buf*, oar_error*) {
  reach(Where::spec);
  return OAR_OK;
}

oar_status OAR_CALL configure(oar_plugin*, oar_str, oar_error*) { return OAR_OK; }
void const* OAR_CALL get_extension(oar_plugin*, char const*) { return nullptr; }

void OAR_CALL destroy(oar_plugin* plugin) {
  delete plugin;
  reach(Where::destroy);
}

oar_status OAR_CALL create(oar_host const*, oar_str, oar_plugin** out, oar_error*) {
  reach(Where::create);
  *out = new oar_plugin{sizeof(oar_plugin), 0,          nullptr, &the_descriptor, &destroy,
                        &get_spec,          &configure, nullptr, &get_extension};
  return OAR_OK;
}

oar_status OAR_CALL init(oar_str, oar_error*) {
  reach(Where::init);
  return OAR_OK;
}

void OAR_CALL deinit() {}
uint32_t OAR_CALL count() { return 1; }

oar_descriptor const* OAR_CALL descriptor(uint32_t) {
  reach(Where::descriptor);
  return &the_descriptor;
}

constexpr oar_entry the_entry{sizeof(oar_entry), OAR_ABI_MAJOR, OAR_ABI_MINOR, 0,      &init,
                              &deinit,           &count,        &descriptor,   &create};

}  // namespace

extern "C" OAR_EXPORT oar_entry const* OAR_CALL oar_plugin_entry_v1(oar_host const*, oar_error*);

oar_entry const* OAR_CALL oar_plugin_entry_v1(oar_host const*, oar_error*) {
  reach(Where::entry);
  return &the_entry;
}

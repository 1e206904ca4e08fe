/* A library with one plugin that does nothing, and is built once for each FAULT: then one thing is wrong with it.
 * Faults of symbols are chosen by the preprocessor (FAULT_...), all others by plain code. */
#include <oar/abi.h>
#include <stdlib.h>
#include <string.h>

enum Fault {
  none,
  no_entry,
  undefined_symbol,
  later_entry,
  other_major,
  minor_too_new,
  null_entry,
  entry_error,
  init_error,
  short_entry,
  missing_function,
  no_plugins,
  null_descriptor,
  null_name,
  not_utf8,
  twin_ids,
  several,
  create_error,
  create_null,
  plugin_too_small,
  role_without_extension,
  extension_incomplete,
  spec_not_utf8
};

static const enum Fault fault = FAULT;

static oar_status fail(oar_error* error, oar_status code, const char* message) {
  error->code = code;
  error->flags = 0;
  error->reserved = 0;
  error->retry_after_ms = 0;
  error->vendor_code[0] = '\0';
  strncpy(error->message, message, sizeof error->message - 1);
  error->message[sizeof error->message - 1] = '\0';
  return code;
}

/* What it says about itself. */

#define DESCRIPTOR(roles, id, name) \
  { sizeof(oar_descriptor), roles, id, name, "Oarlock's tests", "1.0.0", "", "Does nothing" }

static const oar_descriptor usual = DESCRIPTOR(OAR_ROLE_SOURCE, "test.idle", "idle");
static const oar_descriptor nameless = DESCRIPTOR(OAR_ROLE_SOURCE, "test.idle", NULL);
static const oar_descriptor misspelt = DESCRIPTOR(OAR_ROLE_SOURCE, "test.idle", "id\xFFle");
static const oar_descriptor company[] = {
    DESCRIPTOR(OAR_ROLE_SOURCE, "test.idle.source", "idle"),
    DESCRIPTOR(OAR_ROLE_DESTINATION, "test.idle.destination", "idle"),
    DESCRIPTOR(OAR_ROLE_SOURCE, "test.lazy", "lazy"),
};

static uint32_t OAR_CALL count(void) {
  switch (fault) {
    case no_plugins:
      return 0;
    case twin_ids:
      return 2;
    case several:
      return 3;
    default:
      return 1;
  }
}

static const oar_descriptor* OAR_CALL descriptor(uint32_t index) {
  switch (fault) {
    case null_descriptor:
      return NULL;
    case null_name:
      return &nameless;
    case not_utf8:
      return &misspelt;
    case twin_ids:
      return &usual;
    case several:
      return index < 3 ? &company[index] : NULL;
    default:
      return index < 1 ? &usual : NULL;
  }
}

/* What it does: nothing, when asked to. */

static oar_status OAR_CALL discover(oar_plugin* plugin, oar_str options, oar_catalog** out, oar_error* error) {
  (void)plugin, (void)options, (void)out;
  return fail(error, OAR_E_UNSUPPORTED, "there is nothing to discover");
}

static oar_status OAR_CALL plan(oar_plugin* plugin, const oar_plan_options* options, oar_plan** out, oar_error* error) {
  (void)plugin, (void)options, (void)out;
  return fail(error, OAR_E_UNSUPPORTED, "there is nothing to plan");
}

static oar_status OAR_CALL open_scan(oar_plugin* plugin, oar_bytes split, oar_bytes cursor,
                                     const oar_scan_options* options, oar_scan** out, oar_error* error) {
  (void)plugin, (void)split, (void)cursor, (void)options, (void)out;
  return fail(error, OAR_E_UNSUPPORTED, "there is nothing to read");
}

static const oar_source source = {
    .struct_size = sizeof(oar_source),
    .discover = discover,
    .plan = plan,
    .open_scan = FAULT == extension_incomplete ? NULL : open_scan,
};

static const void* OAR_CALL get_extension(oar_plugin* plugin, const char* id) {
  (void)plugin;
  if (fault == role_without_extension) return NULL;
  return strcmp(id, OAR_SOURCE) == 0 ? &source : NULL;
}

static oar_status OAR_CALL get_spec(oar_plugin* plugin, oar_buf* json_schema, oar_error* error) {
  const char* schema = fault == spec_not_utf8 ? "{\"title\": \"\xFF\"}" : "{\"type\": \"object\"}";
  (void)plugin, (void)error;
  json_schema->data = (const uint8_t*)schema;
  json_schema->size = strlen(schema);
  return OAR_OK;
}

static oar_status OAR_CALL configure(oar_plugin* plugin, oar_str config_json, oar_error* error) {
  (void)plugin;
  if (config_json.size != strlen("{}")) return fail(error, OAR_E_CONFIG, "this plugin has no settings");
  return OAR_OK;
}

static void OAR_CALL destroy(oar_plugin* plugin) { free(plugin); }

static oar_status OAR_CALL create(const oar_host* host, oar_str id, oar_plugin** out, oar_error* error) {
  static oar_plugin small = {.struct_size = 24};
  oar_plugin* plugin;
  (void)host, (void)id;
  *out = fault == plugin_too_small ? &small : NULL;
  if (fault == create_error) return fail(error, OAR_E_NO_MEMORY, "no room for another one");
  if (fault == create_null || fault == plugin_too_small) return OAR_OK;

  plugin = calloc(1, sizeof *plugin);
  if (plugin == NULL) return fail(error, OAR_E_NO_MEMORY, "no memory");
  plugin->struct_size = sizeof *plugin;
  plugin->desc = &usual;
  plugin->destroy = destroy;
  plugin->get_spec = get_spec;
  plugin->configure = configure;
  plugin->get_extension = get_extension;
  *out = plugin;
  return OAR_OK;
}

/* How it introduces itself. */

static oar_status OAR_CALL init(oar_str plugin_path, oar_error* error) {
  (void)plugin_path;
  if (fault == init_error) return fail(error, OAR_E_PERMISSION, "the licence has expired");
  return OAR_OK;
}

static void OAR_CALL deinit(void) {}

static const oar_entry entry = {
    .struct_size = FAULT == short_entry ? 24 : sizeof(oar_entry),
    .abi_major = FAULT == other_major ? OAR_ABI_MAJOR + 1 : OAR_ABI_MAJOR,
    .abi_minor = OAR_ABI_MINOR,
    .required_minor = FAULT == minor_too_new ? OAR_ABI_MINOR + 7 : 0,
    .init = init,
    .deinit = deinit,
    .count = count,
    .descriptor = descriptor,
    .create = FAULT == missing_function ? NULL : create,
};

#if defined(FAULT_LATER_ENTRY)
#define oar_plugin_entry_v1 oar_plugin_entry_v2
#elif defined(FAULT_NO_ENTRY)
#define oar_plugin_entry_v1 something_else
#endif

void oar_test_nobody_defines_this(void);

OAR_EXPORT const oar_entry* OAR_CALL oar_plugin_entry_v1(const oar_host* host, oar_error* error);

const oar_entry* OAR_CALL oar_plugin_entry_v1(const oar_host* host, oar_error* error) {
  (void)host;
#if defined(FAULT_UNDEFINED_SYMBOL)
  oar_test_nobody_defines_this();
#endif
  if (fault == entry_error) fail(error, OAR_E_UNSUPPORTED, "this host is too plain for me");
  return fault == null_entry || fault == entry_error ? NULL : &entry;
}

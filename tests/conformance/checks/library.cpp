// The library, its entry and its descriptors.

#include "../plugin.hpp"
#include "rules.hpp"

#include <cstring>
#include <set>

namespace conformance {
namespace {

bool has_text(char const* text) { return text && *text; }

void check_descriptors(Run const& run) {
  auto const& entry = Library::of(run).entry();
  std::set<std::string> seen;
  for (std::uint32_t i = 0; i < entry.count(); ++i) {
    auto const* one = entry.descriptor(i);
    expect(one != nullptr, "descriptor ", i, " of ", entry.count(), " is NULL");
    expect(has_text(one->id) && has_text(one->name), "descriptor ", i, " has no id or no name");
    expect(has_text(one->version) && has_text(one->summary), one->id, " has no version or no summary");
    expect((one->flags & (OAR_ROLE_SOURCE | OAR_ROLE_DESTINATION | OAR_ROLE_TRANSFORMER)) != 0, one->id,
           " has no role");
    auto const role = joined(one->id, " ", one->flags);
    expect(seen.insert(role).second, "two descriptors have the id ", one->id);
  }
  expect(entry.descriptor(entry.count()) == nullptr, "descriptor ", entry.count(), " of ", entry.count(),
         " is not NULL");
}

void check_entry_again(Run const& run) {
  auto const& library = Library::of(run);
  ErrorBox error;
  Host const host;
  expect(library.entry_function()(host.get(), error.get()) == &library.entry(), "its entry is another table each time");
}

void check_unknown_ids(Run const& run) {
  auto const& library = Library::of(run);
  ErrorBox error;
  Host const host;
  oar_plugin* plugin = nullptr;
  auto const status = library.entry().create(host.get(), borrow("org.example.no-such-plugin"), &plugin, error.get());
  expect(status != OAR_OK, "create of an unknown id answered OAR_OK");
  Instance const instance{run, Configured::no};
  expect(instance->get_extension(instance.get(), "org.example.no-such-extension/1") == nullptr,
         "get_extension of an unknown id is not NULL");
}

void check_error(Run const& run) {
  auto const& library = Library::of(run);
  ErrorBox box;
  Host const host;
  oar_plugin* plugin = nullptr;
  auto const status = library.entry().create(host.get(), borrow("org.example.no-such-plugin"), &plugin, box.get());
  expect_of("library.unknown-ids", status != OAR_OK, "create of an unknown id answered OAR_OK");
  auto const& error = box.now();
  expect(error.code == status, "create returned ", name_of(status), ", its error says ", name_of(error.code));
  expect(::strnlen(error.message, sizeof error.message) < sizeof error.message, "the message has no end");
  expect(error.message[0] != '\0', "the error has no message");
  expect(box.untouched(), "the plugin wrote behind the oar_error that it knows");
}

void check_creates(Run const& run) {
  Instance const instance{run};
  auto const* described = instance->desc;
  auto const& wanted = Library::of(run).descriptor();
  expect(described && std::strcmp(described->id, wanted.id) == 0, "the plugin's desc is not the one it was created by");
}

void check_connection(Run const& run) {
  Instance instance{run};
  if (!OAR_CAN(oar_plugin, instance.get(), test_connection)) not_asked("the plugin has no test_connection");
  oar_buf report{};
  must("", instance->test_connection(instance.get(), &report, instance.error.get()), instance.error, "test_connection");
  auto const text = std::string{view(oar_bytes{report.data, report.size})};
  if (report.release) report.release(&report);
  json::error_code ec;
  auto const value = json::parse(text, ec);
  expect(!ec && value.is_object(), "its report is no JSON object: ", text);
}

}  // namespace

Rules library_rules() {
  return {
      {"library.loads", "The library loads with RTLD_NOW, and its entry accepts this host",
       [](Run const& run) { Library::of(run); }},
      {"library.entry", "The entry is the same table each time", check_entry_again},
      {"library.descriptors", "Each descriptor has an id, a name, a version, a summary and a role", check_descriptors},
      {"library.unknown-ids", "Unknown plugins are refused, unknown extensions are NULL", check_unknown_ids},
      {"library.quiet", "Nothing is written to the standard output, which belongs to the host", check_creates},
      {"errors.filled", "A failed call fills its oar_error, and writes nothing behind it", check_error},
      {"plugin.creates", "An instance is created with its role's capability", check_creates},
      {"plugin.test-connection", "test_connection succeeds and reports a JSON object", check_connection},
  };
}

}  // namespace conformance

#include "plugins/postgresql/source/table_names.hpp"

#include "plugins/postgresql/connection/names.hpp"

namespace oar::postgresql::source {
namespace {

std::string part(std::string_view name) {
  return name.find_first_of(".\"") == std::string_view::npos ? std::string{name} : quoted(name);
}

}  // namespace

std::string table_name(std::string_view schema, std::string_view name, bool qualify_public) {
  if (schema == "public" && !qualify_public) return part(name);
  return part(schema) + "." + part(name);
}

}  // namespace oar::postgresql::source

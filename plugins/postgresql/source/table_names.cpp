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

bool matches(std::string_view pattern, std::string_view name) {
  std::size_t at = 0, in = 0, star = std::string_view::npos, resume = 0;
  while (in < name.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      resume = in;
    } else if (at < pattern.size() && pattern[at] == name[in]) {
      ++at;
      ++in;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      in = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', at) == std::string_view::npos;
}

}  // namespace oar::postgresql::source

#pragma once
// What one plugin needs to be checked, and what it does not support: the quirks file, a JSON object.

#include <oar/config.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace conformance {

namespace fs = std::filesystem;
namespace json = boost::json;

enum class Role { source, destination };
BOOST_DESCRIBE_ENUM(Role, source, destination)

// How rows are found in files of JSON lines, for a destination that cannot be read back.
struct LineFiles {
  oar::Required<std::string> path;
  std::string table_member;
  std::string row_member;
  std::map<std::string, std::string> spelling;
};
BOOST_DESCRIBE_STRUCT(LineFiles, (), (path, table_member, row_member, spelling))
constexpr auto oar_settings(LineFiles const*) {
  return std::to_array<oar::Setting>({
      {"path", "A pattern of file names: {{DIR}}, {{TABLE}}, {{UUID}}"},
      {"table_member", "Member of each line that names its table; empty = the file's name says it"},
      {"row_member", "Member of each line that holds the row; empty = the line itself"},
      {"spelling", "Per kind of type (date, timestamp, uuid, ...) integer or hex, where it is not the SDK's spelling"},
  });
}

struct Quirks {
  std::optional<Role> role;
  std::optional<std::string> id;
  json::value config = json::object{};
  std::vector<json::value> wrong_configs;
  std::string prepare;
  std::string setup;
  std::string cleanup;
  std::map<std::string, std::string> without;
  std::vector<std::string> changing;
  std::map<std::string, std::int64_t> rows;
  std::optional<std::vector<std::string>> capabilities;
  std::vector<std::string> refused_types;
  std::vector<std::string> refused_migrations;
  std::string aside;
  std::optional<LineFiles> lines;

  fs::path folder;  // where the file lies; not a setting
};
BOOST_DESCRIBE_STRUCT(Quirks, (),
                      (role, id, config, wrong_configs, prepare, setup, cleanup, without, changing, rows, capabilities,
                       refused_types, refused_migrations, aside, lines))
constexpr auto oar_settings(Quirks const*) {
  return std::to_array<oar::Setting>({
      {"role", "source or destination: which of the library's plugins is checked"},
      {"id", "The plugin's id, where the library has several of the role"},
      {"config",
       "The plugin's settings. In texts {{DIR}} is the rule's own folder, {{SUITE}} the suite's, {{QUIRKS}} this "
       "file's"},
      {"wrong_configs", "Settings that have to be refused, by the schema or by configure()"},
      {"prepare", "Shell command that runs once, with $SUITE, in the quirks file's folder"},
      {"setup", "Shell command that runs before each rule, with $DIR and $SUITE"},
      {"cleanup", "Shell command that runs when all is done, with $SUITE; also when the suite is killed"},
      {"without", "Rules (globs) that the plugin cannot follow, each with the reason"},
      {"changing", "Source: tables (globs) whose rows differ from one reading to the next"},
      {"rows", "Source: how many rows a table has at least"},
      {"capabilities", "Destination: what it claims, all of it: upsert, atomic_state, ..."},
      {"refused_types", "Destination: types that it refuses in migrate()"},
      {"refused_migrations", "Destination: changes (the last word of a migrate rule) that it refuses in safe mode"},
      {"aside", "Destination: how a forced migration names the table that it keeps, with {{TABLE}}"},
      {"lines", "Destination: where its rows are, when it offers no oar.read-back/1"},
  });
}

oar::Result<Quirks> read_quirks(fs::path const& file);

// {{NAME}} replaced in every text.
json::value filled(json::value const& value, std::map<std::string, std::string> const& names);
std::string filled(std::string text, std::map<std::string, std::string> const& names);

}  // namespace conformance

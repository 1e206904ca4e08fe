#pragma once
// The SQLite destination: its settings, and a writer per source.

#include <oar/destination.hpp>

#include <array>
#include <memory>
#include <string>

namespace oar::sqlite {

struct Config {
  Required<std::string> connection_string;
};
BOOST_DESCRIBE_STRUCT(Config, (), (connection_string))
constexpr auto oar_settings(Config const*) {
  return std::to_array<Setting>({
      {"connection_string", "The database file; it is made when it is missing, its folder is not",
       R"({"minLength": 1, "examples": ["oarlock.db"]})"},
  });
}

class SqliteDestination final : public Destination {
 public:
  using Config = sqlite::Config;

  static Result<std::unique_ptr<SqliteDestination>> open(Config config, Host host);
  explicit SqliteDestination(std::string path) : path_{std::move(path)} {}

  Result<std::unique_ptr<Writer>> open(WriterOptions options) override;
  Result<void> test_connection() override;

 private:
  std::string path_;
};

// The file that a connection string names: a path, or `file:` and a path. Errc::config for what this plugin refuses.
Result<std::string> file_of(std::string_view connection_string);

}  // namespace oar::sqlite

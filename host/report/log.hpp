#pragma once
// The log: one line per event on stderr and in a file, as text or JSON, without secrets.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "host/report/redact.hpp"
#include "host/report/screen.hpp"
#include "host/report/style.hpp"
#include "oar/result.hpp"

namespace oar::report {

enum class Level { trace, debug, info, warn, error, off };
enum class LogFormat { text, json };

struct LogSettings {
  Level screen = Level::info;           // of the host's own lines
  Level screen_plugins = Level::error;  // of plugins: their warnings are counted and shown in the summary
  LogFormat format = LogFormat::text;
  std::filesystem::path file;  // empty = none; appended to
  Level file_level = Level::debug;
};

// OAR_LOG_... as a plugin says it; an unknown one counts as an error.
Level level_of_plugin(std::int32_t level);

// May be used from any thread. The screen and the redactor outlive it.
class Log {
 public:
  static Result<std::unique_ptr<Log>> open(LogSettings const& settings, Screen& screen, Style style,
                                           Redactor const& redactor);
  ~Log();
  Log(Log const&) = delete;
  Log& operator=(Log const&) = delete;

  void trace(std::string_view message) { write(Level::trace, {}, message); }
  void debug(std::string_view message) { write(Level::debug, {}, message); }
  void info(std::string_view message) { write(Level::info, {}, message); }
  void warn(std::string_view message) { write(Level::warn, {}, message); }
  void error(std::string_view message) { write(Level::error, {}, message); }

  // origin: what speaks ("linux", "linux -> local"); empty = the host. fields_json: a JSON object, or empty.
  void write(Level level, std::string_view origin, std::string_view message, std::string_view fields_json = {});

  // A line of the host's that stands on the screen already, in another form.
  void file_only(Level level, std::string_view message);

  // Would a line of this level be kept anywhere?
  bool keeps(Level level, bool from_plugin) const;

  LogFormat format() const;
  std::string without_secrets(std::string_view text) const;

 private:
  struct Inside;
  std::string body(std::string_view origin, std::string_view message, std::string_view fields_json) const;
  explicit Log(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace oar::report

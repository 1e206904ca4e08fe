// spdlog behind the Log: a sink that shares the screen with the live display, and one for the file.
#include "host/report/log.hpp"

#include <oar/abi/host/log.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/basic_file_sink.h>

#include <algorithm>
#include <mutex>

#include "host/report/log_line.hpp"

namespace oar::report {
namespace {

using spdlog::level::level_enum;

constexpr char const* json_pattern = R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})";

level_enum level_of(Level level) {
  switch (level) {
    case Level::trace:
      return level_enum::trace;
    case Level::debug:
      return level_enum::debug;
    case Level::info:
      return level_enum::info;
    case Level::warn:
      return level_enum::warn;
    case Level::error:
      return level_enum::err;
    case Level::off:
      return level_enum::off;
  }
  return level_enum::off;
}

std::unique_ptr<spdlog::pattern_formatter> formatter(LogFormat format, char const* text_pattern) {
  if (format == LogFormat::json)
    return std::make_unique<spdlog::pattern_formatter>(json_pattern, spdlog::pattern_time_type::utc, "\n");
  return std::make_unique<spdlog::pattern_formatter>(text_pattern, spdlog::pattern_time_type::local, "\n");
}

class ScreenSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  ScreenSink(Screen& screen, Style style) : screen_{screen}, style_{style} {}

 protected:
  void sink_it_(spdlog::details::log_msg const& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    std::string const text(line.data(), line.size());
    screen_.print(message.color_range_end > message.color_range_start ? painted(message, text) : text);
  }
  void flush_() override {}

 private:
  // The range that the pattern marks with %^ and %$: the level's name.
  std::string painted(spdlog::details::log_msg const& message, std::string const& text) const {
    auto const start = message.color_range_start;
    auto const name = text.substr(start, message.color_range_end - start);
    auto const paint = message.level >= level_enum::err    ? style_.bad(name)
                       : message.level == level_enum::warn ? style_.warn(name)
                                                           : style_.dim(name);
    return text.substr(0, start) + paint + text.substr(message.color_range_end);
  }

  Screen& screen_;
  Style style_;
};

}  // namespace

struct Log::Inside {
  LogSettings settings;
  Redactor const& redactor;
  std::shared_ptr<ScreenSink> screen;
  std::shared_ptr<spdlog::sinks::basic_file_sink_mt> file;

  // A full disk must not stop a sync for want of a log line.
  static void to(spdlog::sinks::sink& sink, Level level, std::string const& text) try {
    sink.log({"", level_of(level), spdlog::string_view_t(text.data(), text.size())});
    sink.flush();
  } catch (std::exception const&) {
  }
};

Level level_of_plugin(std::int32_t level) {
  switch (level) {
    case OAR_LOG_TRACE:
      return Level::trace;
    case OAR_LOG_DEBUG:
      return Level::debug;
    case OAR_LOG_INFO:
      return Level::info;
    case OAR_LOG_WARN:
      return Level::warn;
    default:
      return Level::error;
  }
}

Log::Log(std::unique_ptr<Inside> inside) : inside_{std::move(inside)} {}
Log::~Log() = default;

Result<std::unique_ptr<Log>> Log::open(LogSettings const& settings, Screen& screen, Style style,
                                       Redactor const& redactor) {
  auto inside = std::unique_ptr<Inside>(new Inside{settings, redactor, {}, {}});
  inside->screen = std::make_shared<ScreenSink>(screen, style);
  inside->screen->set_formatter(formatter(settings.format, "%H:%M:%S %^%-5!l%$ %v"));
  if (!settings.file.empty()) {
    try {
      inside->file = std::make_shared<spdlog::sinks::basic_file_sink_mt>(settings.file.string());
    } catch (std::exception const& failure) {
      return Error::of(Errc::config, "--log-file: ", failure.what());
    }
    inside->file->set_formatter(formatter(settings.format, "%Y-%m-%dT%H:%M:%S.%e%z %-5!l %v"));
  }
  return std::unique_ptr<Log>(new Log{std::move(inside)});
}

bool Log::keeps(Level level, bool from_plugin) const {
  auto const& settings = inside_->settings;
  return level >= (from_plugin ? settings.screen_plugins : settings.screen) ||
         (inside_->file != nullptr && level >= settings.file_level);
}

std::string Log::without_secrets(std::string_view text) const { return inside_->redactor.clean(text); }

LogFormat Log::format() const { return inside_->settings.format; }

std::string Log::body(std::string_view origin, std::string_view message, std::string_view fields_json) const {
  // Cleaned before it is rendered, since that may change how a secret is written; and after, since it may join its
  // parts.
  auto const& redactor = inside_->redactor;
  auto const clean_message = redactor.clean(message);
  auto const clean_fields = redactor.clean(fields_json);
  LogRecord const record{origin, clean_message, clean_fields};
  return redactor.clean(format() == LogFormat::json ? json_body(record) : text_body(record));
}

void Log::write(Level level, std::string_view origin, std::string_view message, std::string_view fields_json) {
  bool const from_plugin = !origin.empty();
  if (level == Level::off || !keeps(level, from_plugin)) return;
  auto const text = body(origin, message, fields_json);
  bool const on_screen = level >= (from_plugin ? inside_->settings.screen_plugins : inside_->settings.screen);
  if (on_screen) inside_->to(*inside_->screen, level, text);
  if (inside_->file != nullptr && level >= inside_->settings.file_level) inside_->to(*inside_->file, level, text);
}

void Log::file_only(Level level, std::string_view message) {
  if (inside_->file != nullptr && level >= inside_->settings.file_level)
    inside_->to(*inside_->file, level, body({}, message, {}));
}

}  // namespace oar::report

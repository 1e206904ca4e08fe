#pragma once
// Where a command speaks: results on stdout, everything else on stderr, and no secret on either.

#include <boost/json/object.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/cli/options.hpp"
#include "host/config/problem.hpp"
#include "host/report/log.hpp"
#include "host/report/redact.hpp"
#include "host/report/screen.hpp"
#include "host/report/style.hpp"
#include "oar/result.hpp"

namespace oar::cli {

class Console {
 public:
  static Result<std::unique_ptr<Console>> open(Options const& options);

  // --- stdout
  // Whole lines. A reader that went away (a closed pipe) is no error.
  void result(std::string_view text);
  // The one JSON document of a command with --output json.
  void document(boost::json::object const& document);

  // --- stderr
  void error(std::string_view message);
  void warning(std::string_view message);
  void problems(std::vector<config::Problem> const& problems);

  bool json() const { return options_.output == Output::json; }
  report::Style const& style() const { return style_; }  // of stdout
  report::Style const& error_style() const { return error_style_; }
  report::Redactor& redactor() { return redactor_; }
  report::Screen& screen() { return screen_; }
  report::Log& log() { return *log_; }

 private:
  explicit Console(Options const& options);
  void say(report::Level level, std::string_view message);

  Options const& options_;
  report::Style const style_;
  report::Style const error_style_;
  report::Redactor redactor_;
  report::Screen screen_;
  std::unique_ptr<report::Log> log_;
};

}  // namespace oar::cli

#pragma once
// Colour, or none: decided once per stream, then asked by name of meaning.

#include <string>
#include <string_view>

namespace oar::report {

enum class ColorMode { automatic, always, never };

// What NO_COLOR, --color and the stream itself say. TERM=dumb counts as no terminal.
bool wants_color(ColorMode mode, int fd);

bool is_terminal(int fd);

class Style {
 public:
  explicit Style(bool colored = false) : colored_{colored} {}

  bool colored() const { return colored_; }
  std::string good(std::string_view text) const { return paint("32", text); }
  std::string bad(std::string_view text) const { return paint("31", text); }
  std::string warn(std::string_view text) const { return paint("33", text); }
  std::string dim(std::string_view text) const { return paint("2", text); }
  std::string strong(std::string_view text) const { return paint("1", text); }

 private:
  std::string paint(std::string_view code, std::string_view text) const {
    if (!colored_ || text.empty()) return std::string(text);
    return std::string("\x1b[").append(code).append("m").append(text).append("\x1b[0m");
  }

  bool colored_;
};

}  // namespace oar::report

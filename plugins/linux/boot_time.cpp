// Reads the line "btime 1700000000" of /proc/stat.
#include "boot_time.hpp"

#include "saturate.hpp"
#include "text.hpp"

namespace machine {

std::optional<oar::Timestamp> boot_time(Machine const& machine) {
  auto const stat = machine.files.read_text("proc/stat");
  std::optional<oar::Timestamp> found;
  for_each_line(stat.value, [&](std::string_view line, std::int64_t) {
    auto const [name, value, has_value] = halve(line, ' ');
    auto const seconds = name == "btime" ? number(trim(value)) : std::nullopt;
    if (seconds) found = oar::Timestamp{times(*seconds, 1'000'000)};
  });
  return found;
}

}  // namespace machine

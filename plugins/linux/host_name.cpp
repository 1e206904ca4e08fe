// Looks for the machine's own name, most lasting one first.
#include "host_name.hpp"

#include "text.hpp"

namespace machine {
namespace {

constexpr std::size_t longest = 200;  // a split's id holds the name, and at most 255 bytes

std::optional<std::string> first_line(Files const& files, std::string const& path) {
  auto const text = files.read_text(path, 65536);
  if (!text.ok()) return std::nullopt;
  return or_null(trim(halve(text.value, '\n').before));
}

}  // namespace

oar::Result<std::string> host_name(Files const& files, std::optional<std::string> const& setting) {
  if (setting) {
    if (!setting->empty() && setting->size() <= longest) return *setting;
    return oar::Error::of(oar::Errc::config, "host: expected a name of 1 to ", longest, " bytes");
  }
  if (auto id = first_line(files, "etc/machine-id"); id && *id != "uninitialized") return *id;
  for (auto const* path : {"proc/sys/kernel/hostname", "etc/hostname"})
    if (auto name = first_line(files, path); name && name->size() <= longest) return *name;
  return oar::Error::of(oar::Errc::config, "host: ", files.root(),
                        " has neither etc/machine-id nor etc/hostname: set host to a name for this machine");
}

}  // namespace machine

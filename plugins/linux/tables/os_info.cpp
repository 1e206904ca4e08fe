// Reads os-release as os-release(5) describes it: /etc first, else /usr/lib.
#include "os_info.hpp"

#include "../text.hpp"

#include <map>

namespace machine {
namespace {

constexpr char os_info_name[] = "linux_os_info";

// A shell word: quotes taken off, backslashes honoured.
std::string unquoted(std::string_view text) {
  text = trim(text);
  auto const quote = text.size() >= 2 && (text.front() == '"' || text.front() == '\'') ? text.front() : '\0';
  if (quote != '\0' && text.back() == quote) text = text.substr(1, text.size() - 2);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && quote != '\'' && i + 1 < text.size()) ++i;
    out.push_back(text[i]);
  }
  return out;
}

std::map<std::string, std::string> assignments(std::string_view text) {
  std::map<std::string, std::string> values;
  for_each_line(text, [&](std::string_view line, std::int64_t) {
    line = trim(line);
    auto const [name, value, found] = halve(line, '=');
    if (found && !line.starts_with('#')) values[std::string{name}] = unquoted(value);
  });
  return values;
}

// "Europe/Berlin", from etc/timezone or from where etc/localtime points.
std::optional<std::string> timezone_of(Machine const& machine) {
  if (auto name = machine.value("etc/timezone")) return name;
  auto const link = machine.files.read_link("etc/localtime");
  auto const at = link.value.find("zoneinfo/");
  if (at == std::string::npos) return std::nullopt;
  return utf8(link.value.substr(at + 9));
}

}  // namespace

oar::Table os_info_table() {
  return oar::Table::of<OsInfo>(os_info_name, "The operating system, as os-release tells it",
                                {host_column,
                                 {"hostname", "The running kernel's host name, else the one in /etc/hostname"},
                                 {"machine_id", "/etc/machine-id"},
                                 {"id", "The distribution in lower case: debian"},
                                 {"id_like", "Distributions that this one derives from"},
                                 {"name", "The distribution's name"},
                                 {"pretty_name", "Name and version for people"},
                                 {"version", "The version for people"},
                                 {"version_id", "The version in lower case, without names: 12"},
                                 {"version_codename", "The release's code name: bookworm"},
                                 {"variant_id", "The edition: server, container"},
                                 {"build_id", "The image that this system was made from"},
                                 {"home_url", "The distribution's home page"},
                                 {"timezone", "The local time zone: Europe/Berlin"},
                                 {"hardware_vendor", "Who made the machine, by its firmware"},
                                 {"hardware_product", "The machine's model, by its firmware"},
                                 {"firmware_version", "The firmware's version"}})
      .key({"host"});
}

oar::Result<void> read_os_info(Machine& machine, Emit<OsInfo> const& emit) {
  auto text = OAR_TRY(machine.main_text(os_info_name, "etc/os-release"));
  if (!text) text = OAR_TRY(machine.main_text(os_info_name, "usr/lib/os-release"));
  auto const values = assignments(text.value_or(""));
  auto const get = [&](char const* name) {
    auto const found = values.find(name);
    return found == values.end() ? std::nullopt : or_null(found->second);
  };
  auto hostname = machine.value("proc/sys/kernel/hostname");
  if (!hostname) hostname = machine.value("etc/hostname");
  emit({.host = machine.host,
        .hostname = std::move(hostname),
        .machine_id = machine.value("etc/machine-id"),
        .id = get("ID"),
        .id_like = strings(words(get("ID_LIKE").value_or(""))),
        .name = get("NAME"),
        .pretty_name = get("PRETTY_NAME"),
        .version = get("VERSION"),
        .version_id = get("VERSION_ID"),
        .version_codename = get("VERSION_CODENAME"),
        .variant_id = get("VARIANT_ID"),
        .build_id = get("BUILD_ID"),
        .home_url = get("HOME_URL"),
        .timezone = timezone_of(machine),
        .hardware_vendor = machine.value("sys/class/dmi/id/sys_vendor"),
        .hardware_product = machine.value("sys/class/dmi/id/product_name"),
        .firmware_version = machine.value("sys/class/dmi/id/bios_version")});
  return {};
}

}  // namespace machine

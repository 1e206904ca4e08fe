#pragma once
// linux_os_info: which operating system this is, from os-release; one row.

#include "../row.hpp"

namespace machine {

struct OsInfo {
  std::string host;
  std::optional<std::string> hostname;
  std::optional<std::string> machine_id;
  std::optional<std::string> id;
  std::vector<std::string> id_like;
  std::optional<std::string> name;
  std::optional<std::string> pretty_name;
  std::optional<std::string> version;
  std::optional<std::string> version_id;
  std::optional<std::string> version_codename;
  std::optional<std::string> variant_id;
  std::optional<std::string> build_id;
  std::optional<std::string> home_url;
  std::optional<std::string> timezone;
  std::optional<std::string> hardware_vendor;
  std::optional<std::string> hardware_product;
  std::optional<std::string> firmware_version;
};
BOOST_DESCRIBE_STRUCT(OsInfo, (),
                      (host, hostname, machine_id, id, id_like, name, pretty_name, version, version_id,
                       version_codename, variant_id, build_id, home_url, timezone, hardware_vendor, hardware_product,
                       firmware_version))

oar::Table os_info_table();
oar::Result<void> read_os_info(Machine& machine, Emit<OsInfo> const& emit);

}  // namespace machine

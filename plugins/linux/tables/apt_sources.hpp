#pragma once
// linux_apt_sources: where Debian packages are taken from; a row per address and suite.

#include "../row.hpp"

namespace machine {

struct AptSource {
  std::string host;
  std::string file;
  std::int64_t position = 0;
  std::int64_t line = 0;
  bool enabled = true;
  std::string type;
  std::string uri;
  std::string suite;
  std::vector<std::string> components;
  std::vector<std::string> architectures;
  std::optional<std::string> signed_by;
  std::optional<bool> trusted;
};
BOOST_DESCRIBE_STRUCT(AptSource, (),
                      (host, file, position, line, enabled, type, uri, suite, components, architectures, signed_by,
                       trusted))

oar::Table apt_sources_table();
oar::Result<void> read_apt_sources(Machine& machine, Emit<AptSource> const& emit);

}  // namespace machine

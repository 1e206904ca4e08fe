#pragma once
// What a plugin says about itself, copied out of the library and checked.

#include <oar/abi/plugin.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oar/result.hpp"

namespace oar::plugins {

enum class Role { source, destination };

std::string_view name_of(Role role);

struct Descriptor {
  std::string id;
  std::string name;
  std::string vendor;
  std::string version;
  std::string url;
  std::string summary;      // one sentence for lists and help
  std::uint32_t flags = 0;  // OAR_ROLE_...

  bool has(Role role) const;
};

// Which of a library's plugins is meant. A library with one plugin needs no name.
struct Choice {
  std::string name = {};          // its name or its id; a library's only plugin is taken whatever its name
  std::optional<Role> role = {};  // what it must be able to be
};

// A copy of a descriptor that a library handed out; NULL members, text that is not UTF-8 and the like are errors.
Result<Descriptor> checked_copy(oar_descriptor const* from);

// The one that is meant, or an error that lists what there is.
Result<Descriptor> choose(std::vector<Descriptor> const& from, Choice const& choice);

}  // namespace oar::plugins

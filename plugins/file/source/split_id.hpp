#pragma once
// The id of a file's split.

#include <string>

namespace oar::file {

// The file's absolute path; one that is longer than an id may be is cut, and told apart by a fingerprint of the whole.
std::string split_id(std::string const& path);

}  // namespace oar::file

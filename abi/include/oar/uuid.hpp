#pragma once
// Random UUIDs (version 4), as text.

#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

#include <string>

namespace oar {

inline std::string random_uuid() { return boost::uuids::to_string(boost::uuids::random_generator_pure{}()); }

}  // namespace oar

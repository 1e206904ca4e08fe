#pragma once
// The types that a server knows, as far as columns need them.

#include <oar/result.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "plugins/postgresql/connection/connection.hpp"

namespace oar::postgresql::source {

using Oid = ::Oid;

// A type with its modifier (numeric(12,2)) and declared dimensions, as a column or a part of a type has it.
struct TypeUse {
  Oid type = 0;
  std::int32_t modifier = -1;
  std::int32_t dimensions = 0;
};

struct CompositeField {
  std::string name;
  TypeUse use;
};

struct ServerType {
  enum class Kind { base, array, composite, domain, enumeration, other };
  Kind kind = Kind::base;
  TypeUse inner = {};                       // array: its items' type; domain: what it is over
  std::vector<CompositeField> fields = {};  // composite
};

class ServerTypes {
 public:
  static Result<ServerTypes> load(Connection& connection);

  // A type that nobody loaded is one that has no form but its text.
  ServerType const& of(Oid type) const;
  // Through domains to what is stored.
  TypeUse base_of(TypeUse use) const;

  std::map<Oid, ServerType> types;
};

}  // namespace oar::postgresql::source

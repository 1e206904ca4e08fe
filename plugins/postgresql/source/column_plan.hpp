#pragma once
// What a column of the server becomes here: its type, how it is asked for, how its values are read.

#include <optional>
#include <string>

#include "plugins/postgresql/source/decoder.hpp"
#include "plugins/postgresql/source/server_types.hpp"

namespace oar::postgresql::source {

struct ColumnPlan {
  // How it is put into a SELECT, around the column's name.
  enum class Asked { plain, as_text, as_texts, as_json };
  Asked asked = Asked::plain;
  Decoder decoder;
  TypeUse sent;  // asked plain: the type that the server must still send when it is read
};

struct TypeWishes {
  bool as_text = false;     // the user wants the server's own text
  bool check_utf8 = false;  // nobody else does: the database is SQL_ASCII
};

ColumnPlan plan_column(ServerTypes const& types, TypeUse use, TypeWishes wishes);

// "\"name\"", "\"name\"::text", ...
std::string asked_sql(ColumnPlan const& plan, std::string const& quoted_name);

}  // namespace oar::postgresql::source

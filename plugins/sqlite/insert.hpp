#pragma once
// The statement that writes rows of one layout.

#include <oar/destination.hpp>

#include <string>
#include <vector>

#include "plugins/sqlite/statement.hpp"

namespace oar::sqlite {

// What to do about a mark of an earlier stale deletion.
enum class Marks {
  none,  // the table has no such column
  clear
};

class Insert {
 public:
  static Result<Insert> prepare(Connection const& connection, Layout const& layout, Marks marks);

  Marks marks() const { return marks_; }
  // A row that the table refuses is a reject; what the host says to it is returned.
  Result<void> write(Connection const& connection, Batch const& batch, Host const& host);

 private:
  Insert(Statement statement, std::vector<std::size_t> key, Marks marks)
      : statement_{std::move(statement)}, key_{std::move(key)}, marks_{marks} {}

  Statement statement_;
  std::vector<std::size_t> key_;  // places of the key's columns
  Marks marks_;
};

// "INSERT INTO ... ON CONFLICT ...", with an expression per column of the layout.
std::string insert_sql(Layout const& layout, std::vector<std::string> const& values, Marks marks);

}  // namespace oar::sqlite

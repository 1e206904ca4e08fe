#pragma once
// Binds values of a batch's columns to a statement. How is chosen once per column and batch, not per value.

#include <oar/view.hpp>

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>

namespace oar::sqlite {

// One column's way into a statement. Text and bytes are lent: the batch and the binder outlive the step.
class Binder {
 public:
  explicit Binder(ColumnView const& column);

  // SQLite's result code.
  int operator()(sqlite3_stmt* statement, int parameter, std::int64_t row) {
    return bind_(*this, statement, parameter, row);
  }
  bool is_null(std::int64_t row) const { return column_->is_null(row); }

 private:
  friend struct BindValue;
  using Bind = int (*)(Binder&, sqlite3_stmt*, int, std::int64_t);

  Bind bind_;
  ColumnView const* column_;
  std::unique_ptr<Binder> values_;  // of a dictionary
  std::string scratch_;             // the text of a value that has none of its own
  std::int64_t last_ = 0;           // whose text scratch_ holds
};

}  // namespace oar::sqlite

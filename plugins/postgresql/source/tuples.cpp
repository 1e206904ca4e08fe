#include "plugins/postgresql/source/tuples.hpp"

#include <utility>

#include "plugins/postgresql/source/bytes.hpp"
#include "plugins/postgresql/source/reject.hpp"

namespace oar::postgresql::source {
namespace {

constexpr std::string_view signature{"PGCOPY\n\377\r\n\0", 11};

Error broken(std::string_view table) {
  return Error::of(Errc::internal, "table ", table, ": the server's copy is not what its documentation says");
}

std::vector<std::int32_t> widths_of(Relation const& relation, std::vector<std::size_t> const& columns,
                                    std::size_t more) {
  std::vector<std::int32_t> widths;
  for (auto const i : columns) widths.push_back(relation.columns[i].plan.decoder.width);
  widths.resize(widths.size() + more);
  return widths;
}

}  // namespace

Tuples::Tuples(Relation const& relation, std::vector<std::size_t> columns, std::size_t more)
    : relation_{relation}, columns_{std::move(columns)}, handful_{widths_of(relation, columns_, more)} {
  for (auto const i : columns_) decoders_.push_back(&relation.columns[i].plan.decoder);
}

Result<void> Tuples::start(Connection& connection, std::string const& copy, std::string const& doing) {
  copy_.emplace(OAR_TRY(CopyOut::start(connection, copy, doing)));
  in_header_ = true;
  return {};
}

// The server sends a message for each row, the header with the first, and a last one with the end's mark.
Result<std::optional<std::string_view>> Tuples::row_in(std::string_view message) {
  if (in_header_) {
    if (message.size() < 19 || !message.starts_with(signature)) return broken(relation_.table.name());
    auto const extension = read_number<std::int32_t>(message.data() + 15);
    if (extension < 0 || static_cast<std::size_t>(extension) > message.size() - 19)
      return broken(relation_.table.name());
    message.remove_prefix(19 + static_cast<std::size_t>(extension));
    in_header_ = false;
    if (message.empty()) return std::optional<std::string_view>{};
  }
  if (message.size() < 2) return broken(relation_.table.name());
  auto const count = read_number<std::int16_t>(message.data());
  message.remove_prefix(2);
  if (count == -1) return std::optional<std::string_view>{};
  if (static_cast<std::size_t>(count) != handful_.columns()) return broken(relation_.table.name());
  return std::optional{message};
}

// As many rows as there is room for, or as are left.
Result<void> Tuples::gather(std::size_t most, RowFilter* filter) {
  handful_.clear();
  while (handful_.rows() < most) {
    if (message_.empty()) message_ = OAR_TRY(copy_->next());
    if (message_.empty()) {
      copy_.reset();
      return {};
    }
    if (!handful_.has_room(message_.size())) return {};
    auto const row = OAR_TRY(row_in(std::exchange(message_, {})));
    if (!row) continue;
    if (!handful_.add(*row)) return broken(relation_.table.name());
    if (filter && !filter->wants(handful_.row(handful_.rows() - 1), decoders_.size())) handful_.drop_last();
  }
  return {};
}

bool Tuples::all_fit() const {
  if (handful_.is_odd()) return false;
  for (std::size_t i = 0; i < decoders_.size(); ++i)
    if (!fit(*decoders_[i], handful_.column(i))) return false;
  return true;
}

Result<void> Tuples::append_gathered(Output& out, Rows& rows) {
  if (!all_fit()) [[unlikely]] {
    for (std::size_t i = 0; i < handful_.rows(); ++i) OAR_TRY(append_row(out, rows, handful_.row(i)));
    return {};
  }
  for (std::size_t i = 0; i < decoders_.size(); ++i)
    append(*decoders_[i], handful_.column(i), rows.column(columns_[i]));
  rows.add_rows(static_cast<std::int64_t>(handful_.rows()));
  rows_ += static_cast<std::int64_t>(handful_.rows());
  return {};
}

Result<void> Tuples::append_row(Output& out, Rows& rows, std::span<RawValue const> row) {
  for (std::size_t i = 0; i < decoders_.size(); ++i)
    if (!misfit(*decoders_[i], row[i]).empty()) return reject(out, row, i);
  for (std::size_t i = 0; i < decoders_.size(); ++i) append(*decoders_[i], row[i], rows.column(columns_[i]));
  rows.add_rows(1);
  ++rows_;
  return {};
}

Result<void> Tuples::reject(Output& out, std::span<RawValue const> row, std::size_t at) const {
  auto const& column = relation_.columns[columns_[at]];
  auto reason = "column " + column.name + " " + std::string{misfit(*decoders_[at], row[at])};
  if (decoders_[at]->check_utf8)
    reason += "; a view that converts it to bytea reads it";
  else
    reason += "; as_text: [\"" + relation_.table.name() + "." + column.name + "\"] reads the column as text";
  return out.host().reject(relation_.table.name(), row_json(relation_, columns_, row), reason);
}

Result<void> Tuples::fill(Output& out, RowFilter* filter) {
  auto& rows = out.to(std::size_t{0});
  while (copy_ && !out.full()) {
    OAR_TRY(gather(out.limits().rows - static_cast<std::size_t>(rows.length()), filter));
    OAR_TRY(append_gathered(out, rows));
  }
  return {};
}

}  // namespace oar::postgresql::source

#include "plugins/postgresql/source/tuples.hpp"

#include <cstring>

#include "plugins/postgresql/source/bytes.hpp"
#include "plugins/postgresql/source/reject.hpp"

namespace oar::postgresql::source {
namespace {

constexpr std::string_view signature{"PGCOPY\n\377\r\n\0", 11};

Error broken(std::string_view table) {
  return Error::of(Errc::internal, "table ", table, ": the server's copy is not what its documentation says");
}

}  // namespace

Tuples::Tuples(Relation const& relation, std::vector<std::size_t> columns, std::size_t more)
    : relation_{relation},
      columns_{std::move(columns)},
      widths_(columns_.size() + more),
      values_(columns_.size() + more) {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    decoders_.push_back(&relation.columns[columns_[i]].plan.decoder);
    if (!takes_all(*decoders_[i])) careful_.push_back(i);
    widths_[i] = decoders_[i]->width;
  }
}

Result<void> Tuples::start(Connection& connection, std::string const& copy, std::string const& doing) {
  copy_.emplace(OAR_TRY(CopyOut::start(connection, copy, doing)));
  in_header_ = true;
  return {};
}

// The server sends a message for each row, the header with the first, and a last one with the end's mark.
Result<bool> Tuples::split(std::string_view message) {
  auto const* at = message.data();
  auto const* const end = at + message.size();
  if (in_header_) {
    if (message.size() < 19 || !message.starts_with(signature)) return broken(relation_.table.name());
    auto const extension = read_number<std::int32_t>(at + 15);
    if (extension < 0 || static_cast<std::size_t>(extension) > message.size() - 19)
      return broken(relation_.table.name());
    at += 19 + extension;
    in_header_ = false;
    if (at == end) return false;
  }
  if (end - at < 2) return broken(relation_.table.name());
  auto const count = read_number<std::int16_t>(at);
  at += 2;
  if (count == -1) return false;
  if (static_cast<std::size_t>(count) != values_.size()) return broken(relation_.table.name());
  odd_ = false;
  for (std::size_t i = 0; i < values_.size(); ++i) {
    if (end - at < 4) return broken(relation_.table.name());
    auto const size = read_number<std::int32_t>(at);
    at += 4;
    if (size > end - at) return broken(relation_.table.name());
    values_[i] = {at, size};
    odd_ = odd_ || (size != widths_[i] && widths_[i] != 0 && size >= 0);
    if (size > 0) at += size;
  }
  if (at != end) return broken(relation_.table.name());
  return true;
}

std::optional<std::size_t> Tuples::find_misfit() const {
  for (std::size_t i = 0; i < decoders_.size() && odd_; ++i)
    if (!misfit(*decoders_[i], values_[i]).empty()) return i;
  for (auto const i : careful_)
    if (!misfit(*decoders_[i], values_[i]).empty()) return i;
  return std::nullopt;
}

Result<void> Tuples::append_row(Output& out, Rows& rows) {
  if (auto const bad = find_misfit()) [[unlikely]]
    return reject(out, *bad);
  for (std::size_t i = 0; i < decoders_.size(); ++i) append(*decoders_[i], values_[i], *into_[i]);
  rows.add_rows(1);
  ++rows_;
  return {};
}

Result<void> Tuples::reject(Output& out, std::size_t at) const {
  auto const& column = relation_.columns[columns_[at]];
  auto reason = "column " + column.name + " " + std::string{misfit(*decoders_[at], values_[at])};
  if (decoders_[at]->check_utf8)
    reason += "; a view that converts it to bytea reads it";
  else
    reason += "; as_text: [\"" + relation_.table.name() + "." + column.name + "\"] reads the column as text";
  return out.host().reject(relation_.table.name(), row_json(relation_, columns_, values_), reason);
}

Result<void> Tuples::fill(Output& out, RowFilter* filter) {
  auto& rows = out.to(std::size_t{0});
  into_.clear();
  for (auto const i : columns_) into_.push_back(&rows.column(i));
  while (!out.full()) {
    auto const message = OAR_TRY(copy_->next());
    if (message.empty()) {
      copy_.reset();
      return {};
    }
    if (!OAR_TRY(split(message))) continue;
    if (filter && !filter->wants(values_, decoders_.size())) continue;
    OAR_TRY(append_row(out, rows));
  }
  return {};
}

}  // namespace oar::postgresql::source

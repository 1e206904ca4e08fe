#include "plugins/postgresql/source/nested.hpp"

#include <optional>

#include "plugins/postgresql/source/bytes.hpp"

namespace oar::postgresql::source {
namespace {

constexpr std::string_view broken = "cannot be read: its binary form is not what the server documents";

// Walks over numbers and values; what would reach over the end is nothing.
class Walk {
 public:
  explicit Walk(std::string_view bytes) : left_{bytes} {}

  std::optional<std::int32_t> number() {
    if (left_.size() < 4) return std::nullopt;
    auto const value = read_number<std::int32_t>(left_.data());
    left_.remove_prefix(4);
    return value;
  }
  std::optional<RawValue> value() {
    auto const size = number();
    if (!size || *size < -1 || (*size > 0 && static_cast<std::size_t>(*size) > left_.size())) return std::nullopt;
    RawValue const value{left_.data(), *size};
    if (*size > 0) left_.remove_prefix(static_cast<std::size_t>(*size));
    return value;
  }
  bool at_end() const { return left_.empty(); }

 private:
  std::string_view left_;
};

struct List {
  Walk items;
  std::int32_t count;
};

// Why it is no list that can be walked, or nothing; then `list` is set.
std::string_view open_list(std::string_view bytes, std::optional<List>& list) {
  Walk walk{bytes};
  auto const dimensions = walk.number();
  auto const has_nulls = walk.number();
  auto const item_type = walk.number();
  if (!dimensions || !has_nulls || !item_type) return broken;
  if (*dimensions == 0) {
    list.emplace(List{walk, 0});
    return {};
  }
  if (*dimensions > 1) return "has more than one dimension, which a list cannot have";
  auto const count = walk.number();
  auto const lower_bound = walk.number();
  if (!count || !lower_bound || *count < 0) return broken;
  list.emplace(List{walk, *count});
  return {};
}

}  // namespace

std::string_view misfit_list(Decoder const& decoder, std::string_view bytes) {
  std::optional<List> list;
  if (auto const why = open_list(bytes, list); !why.empty()) return why;
  for (std::int32_t i = 0; i < list->count; ++i) {
    auto const item = list->items.value();
    if (!item) return broken;
    if (auto const why = misfit(decoder.inner.front(), *item); !why.empty()) return why;
  }
  return list->items.at_end() ? std::string_view{} : broken;
}

void append_list(Decoder const& decoder, std::string_view bytes, Column& column) {
  std::optional<List> list;
  if (!open_list(bytes, list).empty()) return column.append_null();
  for (std::int32_t i = 0; i < list->count; ++i) append(decoder.inner.front(), *list->items.value(), column.child(0));
  column.close_list();
}

std::string_view misfit_record(Decoder const& decoder, std::string_view bytes) {
  Walk walk{bytes};
  auto const count = walk.number();
  if (!count) return broken;
  if (*count != static_cast<std::int32_t>(decoder.inner.size())) return "has another number of fields than its type";
  for (auto const& field : decoder.inner) {
    auto const type = walk.number();
    auto const value = walk.value();
    if (!type || !value) return broken;
    if (auto const why = misfit(field, *value); !why.empty()) return why;
  }
  return walk.at_end() ? std::string_view{} : broken;
}

void append_record(Decoder const& decoder, std::string_view bytes, Column& column) {
  Walk walk{bytes};
  walk.number();
  for (std::size_t i = 0; i < decoder.inner.size(); ++i) {
    walk.number();
    append(decoder.inner[i], *walk.value(), column.child(i));
  }
  column.close_struct();
}

}  // namespace oar::postgresql::source

#include "plugins/sqlite/source/position.hpp"

#include <charconv>
#include <cstring>

namespace oar::sqlite::source {
namespace {

// As it is kept. `seen` holds 16 hex digits a row.
struct Saved {
  std::string column, kind, value, seen;
};
BOOST_DESCRIBE_STRUCT(Saved, (), (column, kind, value, seen))

constexpr std::size_t digits_each = 16;

template <class Number>
std::string spelled(Number number) {
  char room[40];
  return {room, std::to_chars(room, room + sizeof room, number).ptr};
}

template <class Number>
Number parsed(std::string const& text) {
  Number number{};
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string hex(std::string_view bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (auto const c : bytes) {
    out += digits[static_cast<unsigned char>(c) >> 4];
    out += digits[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

std::string unhex(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    unsigned byte = 0;
    std::from_chars(text.data() + i, text.data() + i + 2, byte, 16);
    out += static_cast<char>(byte);
  }
  return out;
}

std::string hex(std::uint64_t fingerprint) {
  char room[digits_each];
  for (auto i = digits_each; i-- > 0; fingerprint >>= 4) room[i] = "0123456789abcdef"[fingerprint & 15];
  return {room, digits_each};
}

std::uint64_t mix(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
  return hash ^ (hash >> 29);
}

std::uint64_t mix(std::uint64_t hash, std::string_view bytes) {
  hash = mix(hash, bytes.size());
  while (!bytes.empty()) {
    std::uint64_t word = 0;
    auto const part = bytes.substr(0, sizeof word);
    std::memcpy(&word, part.data(), part.size());
    hash = mix(hash, word);
    bytes.remove_prefix(part.size());
  }
  return hash;
}

std::string_view bytes_at(sqlite3_stmt* statement, int at) {
  auto const* data = static_cast<char const*>(sqlite3_column_blob(statement, at));
  return {data ? data : "", static_cast<std::size_t>(sqlite3_column_bytes(statement, at))};
}

}  // namespace

StoredValue StoredValue::at(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return {'i', spelled(sqlite3_column_int64(statement, column))};
    case SQLITE_FLOAT:
      return {'f', spelled(sqlite3_column_double(statement, column))};
    case SQLITE_TEXT:
      return {'t', std::string{bytes_at(statement, column)}};
    case SQLITE_BLOB:
      return {'b', std::string{bytes_at(statement, column)}};
    default:
      return {};
  }
}

void StoredValue::bind(Statement& statement, int at) const {
  if (kind == 'i')
    statement.bind(at, parsed<std::int64_t>(text));
  else if (kind == 'f')
    sqlite3_bind_double(statement.handle(), at, parsed<double>(text));
  else if (kind == 't')
    statement.bind(at, std::string_view{text});
  else
    statement.bind_bytes(at, text);
}

Result<Position> Position::from(Cursor const& cursor, std::string const& column) {
  Position position{column};
  if (cursor.empty()) return position;
  auto const saved = OAR_TRY(cursor.value_or(Saved{}));
  auto const known = saved.kind.size() == 1 && std::strchr("iftb", saved.kind[0]) != nullptr;
  if (!known || saved.column != column)
    return Error::of(Errc::cursor_expired, "the saved cursor is of column ", saved.column, ", not of ", column);
  position.value_ = {saved.kind[0], saved.kind == "b" || saved.kind == "t" ? unhex(saved.value) : saved.value};
  position.skip_value_ = position.value_;
  for (std::size_t i = 0; i + digits_each <= saved.seen.size(); i += digits_each) {
    std::uint64_t fingerprint = 0;
    std::from_chars(saved.seen.data() + i, saved.seen.data() + i + digits_each, fingerprint, 16);
    ++position.skip_[fingerprint];
  }
  return position;
}

bool Position::passes(StoredValue value, std::uint64_t fingerprint) {
  if (!(value == value_)) {
    value_ = std::move(value);
    seen_.clear();
    too_many_ = false;
  }
  if (seen_.size() >= most_seen) too_many_ = true;
  if (!too_many_) ++seen_[fingerprint];
  if (!(value_ == skip_value_)) return true;
  auto const read_before = skip_.find(fingerprint);
  if (read_before == skip_.end()) return true;
  if (--read_before->second == 0) skip_.erase(read_before);
  return false;
}

Cursor Position::cursor() const {
  auto const text = value_.kind == 'b' || value_.kind == 't';
  Saved saved{column_, std::string(1, value_.kind), text ? hex(std::string_view{value_.text}) : value_.text, {}};
  auto const keep = [&](Fingerprints const& all) {
    for (auto const& [fingerprint, rows] : all)
      for (auto left = rows; left > 0; --left) saved.seen += hex(fingerprint);
  };
  if (too_many_) return saved;
  keep(seen_);
  if (value_ == skip_value_) keep(skip_);
  return saved;
}

std::uint64_t fingerprint_of(sqlite3_stmt* statement, int columns) {
  std::uint64_t hash = 0x243F6A8885A308D3u;
  for (int i = 0; i < columns; ++i) {
    auto const type = sqlite3_column_type(statement, i);
    hash = mix(hash, static_cast<std::uint64_t>(type));
    if (type == SQLITE_INTEGER) {
      hash = mix(hash, static_cast<std::uint64_t>(sqlite3_column_int64(statement, i)));
    } else if (type == SQLITE_FLOAT) {
      std::uint64_t word = 0;
      auto const value = sqlite3_column_double(statement, i);
      std::memcpy(&word, &value, sizeof word);
      hash = mix(hash, word);
    } else if (type != SQLITE_NULL) {
      hash = mix(hash, bytes_at(statement, i));
    }
  }
  return hash;
}

}  // namespace oar::sqlite::source

#pragma once
// Writes one column's values in the form of binary COPY. How is chosen once per layout; each step then runs over many
// rows without looking at types again.
// Source: https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format"

#include <oar/view.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "plugins/postgresql/destination/types.hpp"

namespace oar::postgresql {

// Rows of a batch, from begin up to but without end.
struct RowRange {
  std::int64_t begin = 0;
  std::int64_t end = 0;

  std::int64_t count() const { return end - begin; }
};

inline bool any_null(ColumnView const& values, RowRange rows) {
  if (!values.may_have_nulls()) return false;
  bool found = false;
  for (auto row = rows.begin; row < rows.end; ++row) found |= values.is_null(row);
  return found;
}

// Rows that cannot be stored, with the reason.
struct Fault {
  std::int64_t row = 0;
  std::string reason;
};
using Faults = std::vector<Fault>;

class ColumnEncoder {
 public:
  // `field` outlives the encoder. The column takes() its type.
  ColumnEncoder(Field const& field, Native const& column);

  // In this order, for the same rows. Faulty rows are named before anything is written; they are not to be written.
  void prepare(ColumnView const& values, RowRange rows, Faults& faults) { prepare_(*this, values, rows, faults); }
  // Adds each row's bytes, the length word included, to sizes[row - rows.begin].
  void add_sizes(ColumnView const& values, RowRange rows, std::uint32_t* sizes) const {
    add_sizes_(*this, values, rows, sizes);
  }
  // Writes each row's field at places[row - rows.begin] and moves that on.
  void write(ColumnView const& values, RowRange rows, std::byte** places) const { write_(*this, values, rows, places); }

 private:
  friend struct Fixed;
  friend struct Plain;
  friend struct Prepared;
  using Prepare = void (*)(ColumnEncoder&, ColumnView const&, RowRange, Faults&);
  using AddSizes = void (*)(ColumnEncoder const&, ColumnView const&, RowRange, std::uint32_t*);
  using Write = void (*)(ColumnEncoder const&, ColumnView const&, RowRange, std::byte**);

  bool choose_fixed();
  bool choose_plain();
  void choose_prepared();

  Field const* field_;
  Native column_;
  Prepare prepare_ = nullptr;
  AddSizes add_sizes_ = nullptr;
  Write write_ = nullptr;
  // Fixed width: stored value = value * factor + shift; values outside of [least, most] are faults.
  std::int64_t factor_ = 1;
  std::int64_t shift_ = 0;
  std::int64_t least_ = 0;
  std::int64_t most_ = 0;
  bool nulls_ = false;  // among the rows prepared last
  // What has another form: the fields' bytes without their length words; ends_ has one entry per row and one before.
  std::int64_t prepared_from_ = 0;
  std::string scratch_;
  std::vector<std::size_t> ends_;
};

// Big-endian bytes, as everything in PostgreSQL's protocol.
template <class T>
std::byte* put(std::byte* at, T value) {
  using Bits = std::conditional_t<sizeof(T) == 8, std::uint64_t,
                                  std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint16_t>>;
  Bits bits;
  std::memcpy(&bits, &value, sizeof bits);
  if constexpr (sizeof bits == 8)
    bits = __builtin_bswap64(bits);
  else if constexpr (sizeof bits == 4)
    bits = __builtin_bswap32(bits);
  else
    bits = __builtin_bswap16(bits);
  std::memcpy(at, &bits, sizeof bits);
  return at + sizeof bits;
}
template <class T>
void put(std::string& into, T value) {
  std::byte bytes[sizeof value];
  put(bytes, value);
  into.append(reinterpret_cast<char const*>(bytes), sizeof bytes);
}

}  // namespace oar::postgresql

#pragma once
// Rows to be written: a table and a batch that is handed out as often as needed, whole or as slices.

#include <oar/rows.hpp>
#include <oar/table.hpp>

#include <functional>
#include <memory>

namespace conformance {

struct Data {
  oar::Table table;
  std::shared_ptr<oar::OwnedArray> array;

  // The same buffers; the last holder frees them.
  oar::OwnedArray share() const;
  std::int64_t rows() const { return (*array)->length; }
};

Data make_data(oar::Table const& table, std::function<void(oar::Rows&)> const& fill);

// Rows [from, from + count) by the offset of the batch itself.
Data sliced(Data const& data, std::int64_t from, std::int64_t count);
// The same rows by the offsets of its columns.
Data sliced_columns(Data const& data, std::int64_t from, std::int64_t count);
// The same values, the children of nested columns with offsets of their own.
Data with_inner_offsets(Data const& data, Data const& shifted);

}  // namespace conformance

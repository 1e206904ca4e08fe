#include "data.hpp"

#include <oar/detail/array_share.hpp>

#include <cassert>

namespace conformance {
namespace {

// Counts are not known any more where there is a validity buffer.
void forget_nulls(ArrowArray& array) {
  if (array.n_buffers > 0) array.null_count = array.buffers[0] ? -1 : 0;
}

Data changed(Data const& data, std::function<void(ArrowArray&)> const& change) {
  auto array = data.share();
  change(*array.get());
  return {data.table, std::make_shared<oar::OwnedArray>(std::move(array))};
}

void shift(ArrowArray& array, std::int64_t from, std::int64_t count) {
  array.offset += from;
  array.length = count;
  if (array.n_buffers == 0) array.null_count = count;  // a column of NULLs alone
  forget_nulls(array);
}

}  // namespace

oar::OwnedArray Data::share() const { return oar::OwnedArray{oar::detail::share_array(**array, array)}; }

Data make_data(oar::Table const& table, std::function<void(oar::Rows&)> const& fill) {
  oar::Rows rows{table};
  fill(rows);
  assert(!rows.fault());
  return {table, std::make_shared<oar::OwnedArray>(rows.finish())};
}

Data sliced(Data const& data, std::int64_t from, std::int64_t count) {
  return changed(data, [&](ArrowArray& array) {
    array.offset += from;
    array.length = count;
  });
}

Data sliced_columns(Data const& data, std::int64_t from, std::int64_t count) {
  return changed(data, [&](ArrowArray& array) {
    array.length = count;
    for (std::int64_t i = 0; i < array.n_children; ++i) shift(*array.children[i], from, count);
  });
}

// `shifted` has one more item in front of each nested column's children. Its children are taken behind that one.
Data with_inner_offsets(Data const& data, Data const& shifted) {
  return changed(data, [&](ArrowArray& array) {
    auto other = shifted.share();
    for (std::int64_t i = 0; i < array.n_children; ++i) {
      auto& column = *array.children[i];
      for (std::int64_t c = 0; c < column.n_children; ++c) {
        auto& child = *column.children[c];
        child.release(&child);
        child = oar::OwnedArray::from(other->children[i]->children[c]).take();
        shift(child, 1, child.length - 1);
      }
    }
  });
}

}  // namespace conformance

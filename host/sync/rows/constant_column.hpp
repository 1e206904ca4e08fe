#pragma once
// A column that says the same in every row, as buffers that batches share and that are made once for the longest of
// them.

#include <oar/abi/arrow.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "oar/result.hpp"

namespace oar::sync {

// The buffers of `rows` equal values; of an int64, or of a text where offsets are not empty. Never written to once
// made.
struct ConstantRows {
  std::int64_t rows = 0;
  std::vector<std::int64_t> integers;
  std::vector<std::int32_t> offsets;
  std::string bytes;
  void const* buffers[3] = {nullptr, nullptr, nullptr};
};

class ConstantColumn {
 public:
  explicit ConstantColumn(std::string text) : text_{std::move(text)}, is_text_{true} {}
  explicit ConstantColumn(std::int64_t value) : value_{value} {}

  // Good for at least so many rows. An error when a text column of so many rows is not possible (2 GiB).
  Result<std::shared_ptr<ConstantRows const>> rows(std::int64_t needed);
  std::int64_t n_buffers() const { return is_text_ ? 3 : 2; }

 private:
  std::string text_;
  std::int64_t value_ = 0;
  bool is_text_ = false;
  std::shared_ptr<ConstantRows const> cached_;
};

}  // namespace oar::sync

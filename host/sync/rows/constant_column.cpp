#include "host/sync/rows/constant_column.hpp"

#include <algorithm>
#include <limits>

namespace oar::sync {
namespace {

std::shared_ptr<ConstantRows const> repeat(std::int64_t value, std::int64_t rows) {
  auto made = std::make_shared<ConstantRows>();
  made->rows = rows;
  made->integers.assign(static_cast<std::size_t>(rows), value);
  made->buffers[1] = made->integers.data();
  return made;
}

std::shared_ptr<ConstantRows const> repeat(std::string const& text, std::int64_t rows) {
  auto made = std::make_shared<ConstantRows>();
  made->rows = rows;
  made->offsets.reserve(static_cast<std::size_t>(rows) + 1);
  made->bytes.reserve(static_cast<std::size_t>(rows) * text.size());
  made->offsets.push_back(0);
  for (std::int64_t i = 0; i < rows; ++i) {
    made->bytes += text;
    made->offsets.push_back(static_cast<std::int32_t>(made->bytes.size()));
  }
  made->buffers[1] = made->offsets.data();
  made->buffers[2] = made->bytes.data();
  return made;
}

std::int64_t most_rows(std::string const& text) {
  constexpr auto most = std::int64_t{std::numeric_limits<std::int32_t>::max()};
  return text.empty() ? most : most / static_cast<std::int64_t>(text.size());
}

}  // namespace

Result<std::shared_ptr<ConstantRows const>> ConstantColumn::rows(std::int64_t needed) {
  if (cached_ && cached_->rows >= needed) return cached_;
  auto const limit = is_text_ ? most_rows(text_) : std::numeric_limits<std::int64_t>::max();
  if (needed > limit)
    return Error::of(Errc::data, "a batch of ", needed, " rows is too long to carry '", text_, "' in each; at most ",
                     limit, " rows fit: let the source send smaller batches");
  // Somewhat more than asked for, so that slowly growing batches do not remake it each time.
  auto const roomy = std::min(limit, cached_ ? std::max(needed, cached_->rows + cached_->rows / 2) : needed);
  cached_ = is_text_ ? repeat(text_, roomy) : repeat(value_, roomy);
  return cached_;
}

}  // namespace oar::sync

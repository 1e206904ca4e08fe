#pragma once
// How a column is laid out in Arrow buffers, and how its rows leave as an ArrowArray.
// Source: https://arrow.apache.org/docs/format/Columnar.html

#include <oar/column.hpp>

#include <cstdint>
#include <stdexcept>

namespace oar {

namespace detail {

// What an exported array node keeps alive. Each node owns its own buffers, so nodes may be moved out and released
// apart.
struct ArrayNode {
  std::vector<Buffer> memory;
  std::vector<void const*> buffers;
  std::vector<ArrowArray> children;
  std::vector<ArrowArray*> pointers;
  std::unique_ptr<ArrowArray> dictionary;
};

// [any][nowait], also while the process exits.
inline void release_array(ArrowArray* array) {
  auto* node = static_cast<ArrayNode*>(array->private_data);
  for (auto& child : node->children)
    if (child.release) child.release(&child);
  if (node->dictionary && node->dictionary->release) node->dictionary->release(node->dictionary.get());
  delete node;
  array->release = nullptr;
}

inline ArrowArray make_array(std::unique_ptr<ArrayNode> node, std::int64_t length, std::int64_t null_count) {
  ArrowArray out{};
  for (auto& child : node->children) node->pointers.push_back(&child);
  out.length = length;
  out.null_count = null_count;
  out.n_buffers = static_cast<std::int64_t>(node->buffers.size());
  out.buffers = node->buffers.empty() ? nullptr : node->buffers.data();
  out.n_children = static_cast<std::int64_t>(node->children.size());
  out.children = node->pointers.empty() ? nullptr : node->pointers.data();
  out.dictionary = node->dictionary.get();
  out.release = release_array;
  out.private_data = node.release();
  return out;
}

constexpr char const* too_long = "a column of one batch holds at most 2 GiB; use smaller batches or large_text";

inline std::size_t width_of(Type const& type) {
  switch (type.kind) {
    case Kind::int8:
    case Kind::uint8:
      return 1;
    case Kind::int16:
    case Kind::uint16:
      return 2;
    case Kind::int32:
    case Kind::uint32:
    case Kind::float32:
    case Kind::date32:
    case Kind::time32:
      return 4;
    case Kind::int64:
    case Kind::uint64:
    case Kind::float64:
    case Kind::time64:
    case Kind::timestamp:
    case Kind::duration:
      return 8;
    case Kind::decimal128:
      return 16;
    case Kind::fixed_binary:
      return static_cast<std::size_t>(type.width);
    default:
      return 0;
  }
}

inline bool is_large(Kind kind) {
  return kind == Kind::large_text || kind == Kind::large_binary || kind == Kind::large_list;
}
inline bool is_bytes(Kind kind) {
  return kind == Kind::text || kind == Kind::binary || kind == Kind::large_text || kind == Kind::large_binary;
}
inline bool is_list(Kind kind) { return kind == Kind::list || kind == Kind::large_list || kind == Kind::map; }

}  // namespace detail

inline Column::Column(Type type) : type_{std::move(type)} {
  if (type_.dictionary) {
    auto values = type_;
    values.dictionary = false;
    dictionary_ = std::make_unique<Column>(std::move(values));
    width_ = sizeof(std::int32_t);
    return;
  }
  width_ = detail::width_of(type_);
  large_ = detail::is_large(type_.kind);
  for (auto const& field : type_.fields) children_.push_back(std::make_unique<Column>(field.type));
}

inline std::size_t Column::bytes() const {
  auto total = values_.size() + offsets_.size() + bits_.size() + validity_.size();
  for (auto const& child : children_) total += child->bytes();
  return total + (dictionary_ ? dictionary_->bytes() : 0);
}

inline void Column::append_offset(std::size_t end) {
  if (large_) {
    if (offsets_.empty()) offsets_.append(std::int64_t{0});
    offsets_.append(static_cast<std::int64_t>(end));
  } else {
    if (end > INT32_MAX) throw std::length_error{detail::too_long};
    if (offsets_.empty()) offsets_.append(std::int32_t{0});
    offsets_.append(static_cast<std::int32_t>(end));
  }
}

inline void Column::append_bytes(std::string_view value) {
  if (dictionary_) return append(dictionary_index(value));
  assert(detail::is_bytes(type_.kind) || value.size() == width_);
  values_.append(value.data(), value.size());
  if (detail::is_bytes(type_.kind)) append_offset(values_.size());
  valid();
}

template <class Get>
void Column::append_all_bytes(std::size_t count, Get get) {
  if (large_ || !detail::is_bytes(type_.kind) || dictionary_ || has_nulls()) {
    for (std::size_t i = 0; i < count; ++i) append_bytes(get(i));
    return;
  }
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < count; ++i) bytes += get(i).size();
  auto end = values_.size();
  if (end + bytes > INT32_MAX) throw std::length_error{detail::too_long};
  auto* at = values_.extend(bytes);
  if (offsets_.empty()) offsets_.append(std::int32_t{0});
  auto* offset = offsets_.extend(count * sizeof(std::int32_t));
  for (std::size_t i = 0; i < count; ++i) {
    std::string_view const value = get(i);
    if (!value.empty()) std::memcpy(at, value.data(), value.size());
    at += value.size();
    end += value.size();
    auto const stored = static_cast<std::int32_t>(end);
    std::memcpy(offset, &stored, sizeof stored);
    offset += sizeof stored;
  }
  length_ += static_cast<std::int64_t>(count);
}

inline std::int32_t Column::dictionary_index(std::string_view value) {
  auto const next = static_cast<std::int32_t>(indices_.size());
  auto const [at, added] = indices_.try_emplace(std::string{value}, next);
  if (added) dictionary_->append_bytes(value);
  return at->second;
}

inline void Column::close_list() {
  append_offset(static_cast<std::size_t>(children_[0]->length()));
  valid();
}

inline void Column::append_null() {
  if (type_.kind == Kind::null) {
    ++length_;
    return;
  }
  if (!has_nulls()) validity_.fill(length_);
  validity_.append(false);
  ++null_count_;
  ++length_;
  if (dictionary_)
    values_.append(std::int32_t{0});
  else if (type_.kind == Kind::boolean)
    bits_.append(false);
  else if (detail::is_bytes(type_.kind))
    append_offset(values_.size());
  else if (detail::is_list(type_.kind))
    append_offset(static_cast<std::size_t>(children_[0]->length()));
  else if (type_.kind == Kind::structure)
    for (auto& child : children_) child->append_null();
  else
    values_.resize(values_.size() + width_);
}

inline ArrowArray Column::finish() {
  auto node = std::make_unique<detail::ArrayNode>();
  auto const length = std::exchange(length_, 0);
  auto const null_count = type_.kind == Kind::null ? length : std::exchange(null_count_, 0);
  auto put = [&](Buffer buffer) {
    node->buffers.push_back(buffer.data());
    node->memory.push_back(std::move(buffer));
  };
  if (type_.kind != Kind::null) put(validity_.take());
  if (dictionary_) {
    put(values_.take());
    node->dictionary = std::make_unique<ArrowArray>(dictionary_->finish());
    indices_.clear();
  } else if (type_.kind == Kind::boolean) {
    put(bits_.take());
  } else if (detail::is_bytes(type_.kind) || detail::is_list(type_.kind)) {
    if (offsets_.empty()) offsets_.resize(large_ ? 8 : 4);
    put(offsets_.take());
  }
  if (!dictionary_ && (detail::is_bytes(type_.kind) || width_ > 0 || type_.kind == Kind::fixed_binary)) {
    if (values_.capacity() == 0) values_.reserve(Buffer::alignment);
    put(values_.take());
  }
  if (type_.kind == Kind::map) {
    auto entries = std::make_unique<detail::ArrayNode>();
    auto const count = children_[0]->length();
    entries->buffers.push_back(nullptr);
    for (auto& child : children_) entries->children.push_back(child->finish());
    node->children.push_back(detail::make_array(std::move(entries), count, 0));
  } else {
    for (auto& child : children_) node->children.push_back(child->finish());
  }
  return detail::make_array(std::move(node), length, null_count);
}

}  // namespace oar

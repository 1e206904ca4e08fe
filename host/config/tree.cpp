#include "host/config/tree.hpp"

#include <algorithm>
#include <utility>

#include "host/config/wording.hpp"

namespace oar::config {
namespace {

std::size_t count_nodes(json::value const& value) {
  std::size_t count = 1;
  if (auto const* object = value.if_object())
    for (auto const& member : *object) count += count_nodes(member.value());
  if (auto const* array = value.if_array())
    for (auto const& item : *array) count += count_nodes(item);
  return count;
}

std::size_t depth_of(json::value const& value) {
  std::size_t below = 0;
  if (auto const* object = value.if_object())
    for (auto const& member : *object) below = std::max(below, depth_of(member.value()));
  if (auto const* array = value.if_array())
    for (auto const& item : *array) below = std::max(below, depth_of(item));
  return value.is_structured() ? below + 1 : 0;
}

std::string too_deep() {
  return "found values nested more than " + std::to_string(TreeBuilder::deepest) + " deep, which no setting needs";
}

}  // namespace

void TreeBuilder::key(std::string name, Place place) {
  auto& top = open_.back();
  if (top.value.get_object().contains(name)) {
    auto const pointer = child_pointer(top.pointer, name);
    fail(pointer, place,
         "found a second " + in_quotes(name) + ", expected each key once; the first is at " +
             to_string(document_.spot(pointer).key) + ", remove one of them");
  }
  top.key = std::move(name);
  top.key_place = std::move(place);
}

void TreeBuilder::scalar(std::string_view text, Style style, Place place) {
  auto const pointer = next_pointer();
  if (!grow(1, place)) return;
  auto scalar = substitution_.scalar(text, style);
  auto& spot = note(pointer, place);
  spot.substituted = scalar.substituted;
  if (!scalar.failure.empty()) {
    spot.substituted = spot.failed = true;
    fail(pointer, place, scalar.failure);
  }
  add(std::move(scalar.value), pointer);
}

void TreeBuilder::value(json::value value, Place place) {
  auto const pointer = next_pointer();
  if (!grow(1, place)) return;
  note(pointer, place);
  add(std::move(value), pointer);
}

void TreeBuilder::subtree(Located const& part, Place place) {
  auto const pointer = next_pointer();
  if (!grow(count_nodes(part.value), place)) return;
  if (open_.size() + depth_of(part.value) > deepest) return overflow(place, too_deep());
  auto& spot = note(pointer, place);
  spot.substituted = part.spot("").substituted;
  spot.failed = part.spot("").failed;
  for (auto const& [below, inner] : part.spots)
    if (!below.empty()) document_.spots.emplace(pointer + below, inner);
  add(part.value, pointer);
}

void TreeBuilder::begin_object(Place place) { open(json::object{}, std::move(place)); }
void TreeBuilder::begin_array(Place place) { open(json::array{}, std::move(place)); }

void TreeBuilder::open(json::value container, Place place) {
  auto pointer = next_pointer();
  if (!grow(1, place)) return;
  if (open_.size() >= deepest) return overflow(place, too_deep());
  note(pointer, place);
  open_.push_back({std::move(container), std::move(pointer), {}, {}});
}

void TreeBuilder::end() {
  if (overflowed_) return;
  auto top = std::move(open_.back());
  open_.pop_back();
  add(std::move(top.value), top.pointer);
}

std::optional<Place> TreeBuilder::pending_key() const {
  return in_object() ? open_.back().key_place : std::optional<Place>{};
}

Located TreeBuilder::last() const {
  Located part;
  auto const found = document_.spots.lower_bound(last_pointer_);
  for (auto it = found; it != document_.spots.end() && it->first.starts_with(last_pointer_); ++it)
    part.spots.emplace(it->first.substr(last_pointer_.size()), it->second);
  part.value = last_value();
  return part;
}

// The last value is the newest part of the container around it.
json::value const& TreeBuilder::last_value() const {
  if (open_.empty()) return document_.value;
  auto const& around = open_.back();
  if (auto const* array = around.value.if_array()) return array->back();
  return around.value.get_object().at(around.key);
}

Located TreeBuilder::take() {
  open_.clear();
  last_pointer_.clear();
  nodes_ = 0;
  return std::exchange(document_, {});
}

std::string TreeBuilder::next_pointer() const {
  if (open_.empty()) return "";
  auto const& around = open_.back();
  if (auto const* array = around.value.if_array()) return child_pointer(around.pointer, array->size());
  return child_pointer(around.pointer, around.key);
}

bool TreeBuilder::grow(std::size_t nodes, Place const& place) {
  if (overflowed_) return false;
  nodes_ += nodes;
  if (nodes_ <= most_nodes) return true;
  overflow(place, "found more than " + std::to_string(most_nodes) +
                      " values in one document; split it, or repeat less with * aliases");
  return false;
}

Spot& TreeBuilder::note(std::string const& pointer, Place const& place) {
  auto const key = pending_key();
  return document_.spots.emplace(pointer, Spot{key.value_or(place), place}).first->second;
}

// A key that is there already keeps its first value.
void TreeBuilder::add(json::value value, std::string const& pointer) {
  last_pointer_ = pointer;
  if (open_.empty()) {
    document_.value = std::move(value);
    return;
  }
  auto& around = open_.back();
  if (auto* array = around.value.if_array())
    array->push_back(std::move(value));
  else
    around.value.get_object().emplace(around.key, std::move(value));
}

void TreeBuilder::fail(std::string const& pointer, Place const& place, std::string message) {
  problems_.push_back({place, document_.path_of(pointer), std::move(message)});
}

void TreeBuilder::overflow(Place const& place, std::string message) {
  overflowed_ = true;
  problems_.push_back({place, "", std::move(message)});
}

}  // namespace oar::config

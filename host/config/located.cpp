#include "host/config/located.hpp"

#include <utility>

namespace oar::config {
namespace {

// "/spec/a~1b" -> "spec/a/b", for reading only.
std::string readable(std::string_view pointer) {
  std::string text;
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    auto const escape = pointer[i] == '~' && i + 1 < pointer.size() ? pointer[i + 1] : '\0';
    if (escape == '0' || escape == '1') {
      text += escape == '0' ? '~' : '/';
      ++i;
    } else if (i > 0 || pointer[i] != '/') {
      text += pointer[i];
    }
  }
  return text;
}

bool is_within(std::string_view pointer, std::string_view base) {
  return pointer.starts_with(base) && (pointer.size() == base.size() || pointer[base.size()] == '/');
}

}  // namespace

Spot const& Located::spot(std::string_view pointer) const {
  static Spot const nowhere;
  for (std::string at(pointer);; at = parent_pointer(at)) {
    if (auto const found = spots.find(at); found != spots.end()) return found->second;
    if (at.empty()) return nowhere;
  }
}

std::string Located::path_of(std::string_view pointer) const {
  auto const below = readable(pointer);
  if (path.empty() || below.empty()) return path + below;
  return path + "/" + below;
}

Located Located::part(std::string_view pointer) const {
  Located part;
  part.value = value.at_pointer(json::string_view(pointer.data(), pointer.size()));
  part.path = path_of(pointer);
  for (auto it = spots.lower_bound(std::string(pointer)); it != spots.end() && it->first.starts_with(pointer); ++it)
    if (is_within(it->first, pointer)) part.spots.emplace(it->first.substr(pointer.size()), it->second);
  return part;
}

std::string child_pointer(std::string_view pointer, std::string_view name) {
  std::string child(pointer);
  child += '/';
  for (char const c : name) {
    if (c == '~')
      child += "~0";
    else if (c == '/')
      child += "~1";
    else
      child += c;
  }
  return child;
}

std::string child_pointer(std::string_view pointer, std::size_t index) {
  return std::string(pointer) + "/" + std::to_string(index);
}

std::string parent_pointer(std::string_view pointer) {
  auto const slash = pointer.rfind('/');
  return std::string(slash == std::string_view::npos ? std::string_view{} : pointer.substr(0, slash));
}

Problem problem_at(Located const& in, std::string_view pointer, std::string message, Severity severity) {
  return {in.spot(pointer).value, in.path_of(pointer), std::move(message), severity};
}

}  // namespace oar::config

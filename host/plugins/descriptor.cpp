#include "host/plugins/descriptor.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>

#include "host/plugins/call.hpp"

namespace oar::plugins {

namespace {

enum class Empty { no, yes };

constexpr std::size_t longest_text = 1024;

Result<std::string> text(char const* member, char const* name, Empty may_be_empty) {
  if (!member) return Error::of(Errc::internal, "its descriptor's ", name, " is NULL");
  std::string copy(member, ::strnlen(member, longest_text + 1));
  if (copy.size() > longest_text)
    return Error::of(Errc::internal, "its descriptor's ", name, " is longer than ", longest_text, " bytes");
  if (!is_utf8(copy)) return Error::of(Errc::internal, "its descriptor's ", name, " is not UTF-8: ", to_utf8(copy));
  if (copy.empty() && may_be_empty == Empty::no)
    return Error::of(Errc::internal, "its descriptor's ", name, " is empty");
  return copy;
}

std::string names(std::vector<Descriptor> const& from) {
  std::string all;
  for (auto const& each : from) all.append(all.empty() ? "" : ", ").append(each.name);
  return all;
}

std::string roles(Descriptor const& descriptor) {
  bool const source = descriptor.has(Role::source);
  bool const destination = descriptor.has(Role::destination);
  if (source && destination) return "a source and a destination";
  if (source) return "a source";
  return destination ? "a destination" : "neither a source nor a destination";
}

Error lacks(Descriptor const& descriptor, Role role) {
  return Error::of(Errc::unsupported, "the plugin ", descriptor.name, " is not a ", name_of(role), ": it is ",
                   roles(descriptor), "; choose another plugin for this ", name_of(role));
}

template <class Predicate>
std::vector<Descriptor> those(std::vector<Descriptor> const& from, Predicate predicate) {
  std::vector<Descriptor> matching;
  std::copy_if(from.begin(), from.end(), std::back_inserter(matching), predicate);
  return matching;
}

}  // namespace

std::string_view name_of(Role role) { return role == Role::source ? "source" : "destination"; }

bool Descriptor::has(Role role) const {
  return flags & static_cast<std::uint32_t>(role == Role::source ? OAR_ROLE_SOURCE : OAR_ROLE_DESTINATION);
}

Result<Descriptor> checked_copy(oar_descriptor const* from) {
  if (!from) return Error::of(Errc::internal, "its descriptor is NULL");
  if (from->struct_size < sizeof(oar_descriptor))
    return Error::of(Errc::internal, "its descriptor has ", from->struct_size, " bytes, expected at least ",
                     sizeof(oar_descriptor));
  Descriptor copy;
  copy.id = OAR_TRY(text(from->id, "id", Empty::no));
  copy.name = OAR_TRY(text(from->name, "name", Empty::no));
  copy.vendor = OAR_TRY(text(from->vendor, "vendor", Empty::yes));
  copy.version = OAR_TRY(text(from->version, "version", Empty::no));
  copy.url = OAR_TRY(text(from->url, "url", Empty::yes));
  copy.summary = OAR_TRY(text(from->summary, "summary", Empty::yes));
  copy.flags = from->flags;
  return copy;
}

Result<Descriptor> choose(std::vector<Descriptor> const& from, Choice const& choice) {
  auto const is_named = [&](Descriptor const& each) { return each.name == choice.name || each.id == choice.name; };
  auto const is_able = [&](Descriptor const& each) { return !choice.role || each.has(*choice.role); };

  std::vector<Descriptor> meant = those(from, is_named);
  if (meant.empty()) meant = from;
  std::vector<Descriptor> const able = those(meant, is_able);
  if (able.size() == 1) return able.front();
  if (able.empty() && meant.size() == 1) return lacks(meant.front(), *choice.role);
  return Error::of(able.empty() ? Errc::unsupported : Errc::not_found, "the library holds ", names(from), "; ",
                   able.empty() ? "none" : "more than one", " of these is a ",
                   choice.role ? name_of(*choice.role) : "plugin", " that \"", choice.name,
                   "\" could mean: name one of them");
}

}  // namespace oar::plugins

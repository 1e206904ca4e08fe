#pragma once
// Reads a JSON object to a described struct: members keep their defaults, unknown keys and wrong types are errors.

#include <oar/result.hpp>
#include <oar/setting.hpp>

#include <boost/json.hpp>

#include <concepts>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace oar {

namespace json = boost::json;

namespace detail {

inline Error bad_value(std::string const& path, std::string_view wanted) {
  return Error::of(Errc::config, path.empty() ? "/" : path, ": expected ", wanted);
}

}  // namespace detail

inline Result<void> read_into(json::value const& from, std::string const& path, std::string& into) {
  if (!from.is_string()) return detail::bad_value(path, "text");
  into.assign(from.get_string().data(), from.get_string().size());
  return {};
}

inline Result<void> read_into(json::value const& from, std::string const& path, bool& into) {
  if (!from.is_bool()) return detail::bad_value(path, "true or false");
  into = from.get_bool();
  return {};
}

template <std::integral T>
requires(!std::same_as<T, bool>) Result<void> read_into(json::value const& from, std::string const& path, T& into) {
  json::error_code ec;
  auto const number = from.to_number<T>(ec);
  if (ec) return detail::bad_value(path, "an integer in range");
  into = number;
  return {};
}

template <std::floating_point T>
Result<void> read_into(json::value const& from, std::string const& path, T& into) {
  json::error_code ec;
  auto const number = from.to_number<T>(ec);
  if (ec) return detail::bad_value(path, "a number");
  into = number;
  return {};
}

inline Result<void> read_into(json::value const& from, std::string const&, json::value& into) {
  into = from;
  return {};
}

template <class T>
Result<void> read_into(json::value const& from, std::string const& path, std::vector<T>& into);
template <class T>
Result<void> read_into(json::value const& from, std::string const& path, std::map<std::string, T>& into);
template <class T>
Result<void> read_into(json::value const& from, std::string const& path, std::optional<T>& into);
template <class T>
Result<void> read_into(json::value const& from, std::string const& path, Secret<T>& into);
// Declared before whoever holds one: an enum or struct of a plugin does not lead the search here, into namespace oar.
template <class T>
requires std::is_enum_v<T> Result<void> read_into(json::value const& from, std::string const& path, T& into);
template <Described T>
Result<void> read_into(json::value const& from, std::string const& path, T& into);

template <class T>
Result<void> read_into(json::value const& from, std::string const& path, Required<T>& into) {
  return read_into(from, path, into.value);
}

template <class T>
requires std::is_enum_v<T> Result<void> read_into(json::value const& from, std::string const& path, T& into) {
  if (from.is_string() && boost::describe::enum_from_string(from.get_string().c_str(), into)) return {};
  std::string names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
      [&](auto e) { names.append(names.empty() ? "one of " : ", ").append(e.name); });
  return detail::bad_value(path, names);
}

template <Described T>
Result<void> read_into(json::value const& from, std::string const& path, T& into) {
  if (!from.is_object()) return detail::bad_value(path, "an object");
  for (auto const& entry : from.get_object()) {
    std::string_view const key{entry.key().data(), entry.key().size()};
    Result<void> bound = Error::of(Errc::config, path, "/", key, ": unknown setting");
    boost::mp11::mp_for_each<members_of<T>>([&](auto member) {
      if (key == member.name) bound = read_into(entry.value(), path + "/" + member.name, into.*member.pointer);
    });
    OAR_TRY(std::move(bound));
  }
  Result<void> complete;
  boost::mp11::mp_for_each<members_of<T>>([&](auto member) {
    using Member = std::remove_cvref_t<decltype(into.*member.pointer)>;
    if constexpr (detail::Unwrapped<Member>::required) {
      if (!from.get_object().contains(member.name))
        complete = Error::of(Errc::config, path, "/", member.name, ": is required");
    }
  });
  return complete;
}

template <class T>
Result<void> read_into(json::value const& from, std::string const& path, std::vector<T>& into) {
  if (!from.is_array()) return detail::bad_value(path, "a list");
  into.clear();
  for (auto const& item : from.get_array()) {
    auto const place = path + "/" + std::to_string(into.size());
    OAR_TRY(read_into(item, place, into.emplace_back()));
  }
  return {};
}

template <class T>
Result<void> read_into(json::value const& from, std::string const& path, std::map<std::string, T>& into) {
  if (!from.is_object()) return detail::bad_value(path, "an object");
  into.clear();
  for (auto const& entry : from.get_object())
    OAR_TRY(read_into(entry.value(), path + "/" + std::string{entry.key()}, into[std::string{entry.key()}]));
  return {};
}

template <class T>
Result<void> read_into(json::value const& from, std::string const& path, std::optional<T>& into) {
  if (from.is_null()) {
    into.reset();
    return {};
  }
  return read_into(from, path, into.emplace());
}

template <class T>
Result<void> read_into(json::value const& from, std::string const& path, Secret<T>& into) {
  T value{};
  OAR_TRY(read_into(from, path, value));
  into = Secret<T>{std::move(value)};
  return {};
}

template <class Config>
Result<Config> read_config(std::string_view text) {
  json::error_code ec;
  auto const value = json::parse({text.data(), text.size()}, ec);
  if (ec) return Error::of(Errc::config, "not JSON: ", ec.message());
  Config config;
  OAR_TRY(read_into(value, "", config));
  return config;
}

}  // namespace oar

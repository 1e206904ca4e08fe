#pragma once
// What a plugin's Config may hold beside plain members, and where its descriptions stand.
//
//   struct Config {
//     oar::Required<std::string> account;
//     oar::Secret<std::string> token;
//     std::int64_t page_size = 100;
//   };
//   BOOST_DESCRIBE_STRUCT(Config, (), (account, token, page_size))
//   constexpr auto oar_settings(Config const*) {
//     return std::to_array<oar::Setting>({
//         {"account", "Which account is read"},
//         {"token", "An API token; take it from ${ENV} or ${file:}"},
//         {"page_size", "Rows a request asks for", R"({"minimum": 1, "maximum": 1000})"},
//     });
//   }

#include <oar/describe.hpp>

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace oar {

// One setting's sentence, and what its JSON Schema says beyond its type: a JSON object, merged in.
struct Setting {
  std::string_view name;
  std::string_view description;
  std::string_view schema = {};
};

// A setting that has no default.
template <class T>
struct Required {
  T value{};
  operator T const&() const { return value; }
  T const& operator*() const { return value; }
  T const* operator->() const { return &value; }
};

// A setting that never appears in a log, an error or the state file. It does not convert or print by itself.
template <class T>
class Secret {
 public:
  Secret() = default;
  explicit Secret(T value) : value_{std::move(value)} {}
  T const& reveal() const { return value_; }

 private:
  T value_{};
};

namespace detail {

template <class T>
struct Unwrapped {
  using type = T;
  static constexpr bool required = false, secret = false, optional = false;
};
template <class T>
struct Unwrapped<Required<T>> : Unwrapped<T> {
  static constexpr bool required = true;
};
template <class T>
struct Unwrapped<Secret<T>> : Unwrapped<T> {
  static constexpr bool secret = true;
};
template <class T>
struct Unwrapped<std::optional<T>> : Unwrapped<T> {
  static constexpr bool optional = true;
};

// What a list or map of settings holds.
template <class T>
struct Innermost {
  using type = T;
};
template <class T>
struct Innermost<std::vector<T>> : Innermost<typename Unwrapped<T>::type> {};
template <class T>
struct Innermost<std::map<std::string, T>> : Innermost<typename Unwrapped<T>::type> {};

template <class Config>
consteval bool has_settings() {
  return requires { oar_settings(static_cast<Config const*>(nullptr)); };
}

template <class Config>
constexpr std::string_view description_of(std::string_view member) {
  if constexpr (has_settings<Config>())
    for (auto const& setting : oar_settings(static_cast<Config const*>(nullptr)))
      if (setting.name == member) return setting.description;
  return {};
}

template <class Config>
constexpr Setting setting_of(std::string_view member) {
  if constexpr (has_settings<Config>())
    for (auto const& setting : oar_settings(static_cast<Config const*>(nullptr)))
      if (setting.name == member) return setting;
  return {member, {}};
}

}  // namespace detail

// True when each member of Config, nested structs and lists of them included, has a description. OAR_EXPORT_... asserts
// it.
template <class Config>
constexpr bool all_described() {
  bool all = true;
  boost::mp11::mp_for_each<members_of<Config>>([&](auto member) {
    using Member = std::remove_cvref_t<decltype(std::declval<Config>().*member.pointer)>;
    using Inner = typename detail::Innermost<typename detail::Unwrapped<Member>::type>::type;
    all = all && !detail::description_of<Config>(member.name).empty();
    if constexpr (Described<Inner>) all = all && all_described<Inner>();
  });
  return all;
}

}  // namespace oar

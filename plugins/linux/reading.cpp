// The difference between what is absent, what is denied and what is broken, in one place.
#include "reading.hpp"

#include "text.hpp"

#include <cstring>

namespace machine {
namespace {

template <class T>
oar::Result<std::optional<T>> main_thing(Outcome<T> outcome, Machine& machine, std::string const& table,
                                         std::string const& path) {
  if (outcome.ok()) return std::optional<T>{std::move(outcome.value)};
  if (outcome.absent()) {
    machine.problems.absent(table, path);
    return std::optional<T>{};
  }
  if (outcome.denied()) {
    machine.problems.unreadable(table, "files", path, outcome.error);
    return std::optional<T>{};
  }
  return oar::Error::of(oar::Errc::io, "/", path, ": ", std::strerror(outcome.error));
}

template <class T>
std::optional<T> part(Outcome<T> outcome, Machine& machine, std::string const& table, std::string const& what,
                      std::string const& path) {
  if (outcome.ok()) return std::move(outcome.value);
  if (!outcome.absent()) machine.problems.unreadable(table, what, path, outcome.error);
  return std::nullopt;
}

}  // namespace

oar::Result<std::optional<std::string>> Machine::main_text(std::string const& table, std::string const& path,
                                                           std::uint64_t limit) {
  return main_thing(files.read_text(path, limit), *this, table, path);
}

oar::Result<std::optional<std::vector<std::string>>> Machine::main_list(std::string const& table,
                                                                        std::string const& path) {
  return main_thing(files.list(path), *this, table, path);
}

std::optional<std::string> Machine::part_text(std::string const& table, std::string const& what,
                                              std::string const& path) {
  return part(files.read_text(path), *this, table, what, path);
}

std::optional<std::vector<std::string>> Machine::part_list(std::string const& table, std::string const& what,
                                                           std::string const& path) {
  return part(files.list(path), *this, table, what, path);
}

std::optional<std::string> Machine::value(std::string const& path) const {
  auto const text = files.read_text(path);
  if (!text.ok()) return std::nullopt;
  return or_null(trim(text.value));
}

}  // namespace machine

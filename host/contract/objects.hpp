#pragma once
// Is an object that a plugin made one that can be used? Looks at its size and its functions, once.

#include <oar/abi/destination.h>
#include <oar/abi/source.h>

#include <optional>
#include <string_view>

#include "oar/result.hpp"

namespace oar::contract {

// A successful call handed it out; NULL, too short and without a function that it has to have are errors.
Result<void> check_object(oar_catalog const* catalog);
Result<void> check_object(oar_plan const* plan);
Result<void> check_object(oar_scan const* scan);
// What the writer says that it can do needs functions of its own.
Result<void> check_object(oar_writer const* writer);
Result<void> check_object(oar_txn const* transaction, std::uint32_t capabilities);

// The object's last call, also of one that failed its check, as far as it has one. What it throws, as an error that
// blames the plugin; nothing = all well.
std::optional<Error> give_back(oar_catalog* catalog);
std::optional<Error> give_back(oar_plan* plan);
std::optional<Error> give_back(oar_scan* scan);
std::optional<Error> give_back(oar_writer* writer);
std::optional<Error> give_back(oar_txn* transaction);

// "plugin misbehaved: threw out of init: ...", of the exception being handled.
Error thrown_out_of(std::string_view what);

// Calls what answers with nothing, and keeps what it throws from unwinding.
template <class Call>
std::optional<Error> guarded(std::string_view what, Call&& call) {
  try {
    call();
    return std::nullopt;
  } catch (...) {
    return thrown_out_of(what);
  }
}

// For deleters of pointers to checked objects.
struct GiveBack {
  template <class Object>
  void operator()(Object* object) const {
    (void)give_back(object);
  }
};

}  // namespace oar::contract

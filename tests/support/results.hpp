#pragma once
// What a result holds, or the test fails.

#include <oar/result.hpp>

#include <catch2/catch.hpp>

#include <string>

namespace oar::test {

// The value, or the test fails with the error.
template <class T>
T ok(Result<T> result) {
  INFO((result ? std::string{} : result.error().message()));
  REQUIRE(result);
  return *std::move(result);
}
inline void ok(Result<void> const& result) {
  INFO((result ? std::string{} : result.error().message()));
  REQUIRE(result);
}

template <class T>
Error failed(Result<T> result) {
  REQUIRE_FALSE(result);
  return std::move(result).error();
}

}  // namespace oar::test

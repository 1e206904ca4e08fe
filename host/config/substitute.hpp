#pragma once
// Replaces ${ENV}, ${ENV:-default}, ${file:PATH} and ${time:3 days ago} in parsed scalars; $${ is a literal ${.

#include <boost/json/value.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "host/config/environment.hpp"
#include "host/config/problem.hpp"

namespace oar::config {

namespace json = boost::json;

enum class Style { plain, quoted };

class Substitution {
 public:
  // The environment must outlive this. The clock is read once, so that all moments of a load agree.
  explicit Substitution(Environment const& environment);

  struct Scalar {
    json::value value;
    bool substituted = false;
    std::string failure;  // what is wrong with a ${...} in it; the value is empty then
  };

  // A plain scalar is typed; one that is wholly one ${...} is typed anew, any other substituted one is text.
  Scalar scalar(std::string_view text, Style style);

  // What came out of variables and files so far.
  std::vector<std::string> const& secrets() const { return secrets_; }

 private:
  Result<std::string> expand(std::string_view inside);
  Result<std::string> variable(std::string_view inside) const;
  Result<std::string> file(std::string_view path) const;
  void remember(std::string const& secret);

  Environment const& environment_;
  std::chrono::system_clock::time_point const now_;
  std::vector<std::string> secrets_;
};

}  // namespace oar::config

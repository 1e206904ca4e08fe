#pragma once
// Keeps secrets out of everything that leaves the process: every outgoing text passes through clean().

#include <cstddef>
#include <set>
#include <shared_mutex>
#include <string>
#include <string_view>

namespace oar::report {

// May be used from any thread.
class Redactor {
 public:
  // A shorter secret would tear ordinary words apart, and protects nothing.
  static constexpr std::size_t min_length = 4;

  // Remembers a secret, the forms in which it may reappear (in JSON, in a URL, line by line), and the password inside
  // it if it is a connection string.
  void add(std::string_view secret);

  // The text with each secret replaced by "***".
  std::string clean(std::string_view text) const;

 private:
  struct LongestFirst {
    bool operator()(std::string const& a, std::string const& b) const {
      return a.size() != b.size() ? a.size() > b.size() : a < b;
    }
  };

  void add_forms(std::string_view secret);
  void insert(std::string form);

  mutable std::shared_mutex mutex_;
  std::set<std::string, LongestFirst> forms_;  // guarded by mutex_; a secret inside a longer one is replaced after it
};

}  // namespace oar::report

#pragma once
// Builds located values from the events of a parser, iteratively: keys, scalars, lists and mappings, each with a place.

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <vector>

#include "host/config/located.hpp"
#include "host/config/problem.hpp"
#include "host/config/substitute.hpp"

namespace oar::config {

class TreeBuilder {
 public:
  // Deeper or larger than any honest configuration; an alias counts what it stands for.
  static constexpr std::size_t deepest = 64;
  static constexpr std::size_t most_nodes = 100'000;

  // Both outlive this.
  TreeBuilder(Substitution& substitution, std::vector<Problem>& problems)
      : substitution_{substitution}, problems_{problems} {}

  void key(std::string name, Place place);
  void scalar(std::string_view text, Style style, Place place);
  void value(json::value value, Place place);      // typed already
  void subtree(Located const& part, Place place);  // a copy of an earlier one
  void begin_object(Place place);
  void begin_array(Place place);
  void end();

  // The parser must stop: too deep or too large. The reason is among the problems.
  bool overflowed() const { return overflowed_; }
  bool in_object() const { return !open_.empty() && open_.back().value.is_object(); }
  // The key that waits for its value; the place of an empty value.
  std::optional<Place> pending_key() const;
  // The value that the last call completed, with its places, for anchors.
  Located last() const;
  // The finished document; starts the next one.
  Located take();

 private:
  struct Open {
    json::value value;
    std::string pointer;
    std::string key;
    std::optional<Place> key_place;
  };

  json::value const& last_value() const;
  std::string next_pointer() const;
  bool grow(std::size_t nodes, Place const& place);
  Spot& note(std::string const& pointer, Place const& place);
  void add(json::value value, std::string const& pointer);
  void open(json::value container, Place place);
  void fail(std::string const& pointer, Place const& place, std::string message);
  void overflow(Place const& place, std::string message);

  Substitution& substitution_;
  std::vector<Problem>& problems_;
  std::vector<Open> open_;
  Located document_;
  std::string last_pointer_;
  std::size_t nodes_ = 0;
  bool overflowed_ = false;
};

}  // namespace oar::config

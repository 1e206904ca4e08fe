#pragma once
// What a destination holds: read back through oar.read-back/1, or from its files of JSON lines.

#include <string>
#include <vector>

#include "data.hpp"
#include "destination.hpp"

namespace conformance {

class Store {
 public:
  explicit Store(Run const& run);

  // The committed rows of a table, each as text.
  std::vector<std::string> rows(oar::Table const& table) const;
  // How these rows look there.
  std::vector<std::string> looks(Data const& data) const;
  // The table as it is with nothing in it, or not there.
  bool is_empty(oar::Table const& table) const;
  // A table holds exactly these rows, or the rule is broken.
  void expect_rows(oar::Table const& table, std::vector<std::string> const& wanted, std::string_view when) const;
  // Where rows are found by the content alone, a table's name need not be known there.
  bool finds_by_name() const;

 private:
  std::vector<std::string> read_back(oar::Table const& table) const;
  std::vector<std::string> read_lines(oar::Table const& table) const;

  Run const& run_;
  bool can_read_back_ = false;
};

// Both in one list.
std::vector<std::string> operator+(std::vector<std::string> one, std::vector<std::string> const& other);

}  // namespace conformance

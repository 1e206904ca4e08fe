#pragma once
// What the tests of the linux source share: the fixture tree as a machine, trees made on the spot, and rows as text.

#include "plugins/linux/reading.hpp"

#include <oar/describe.hpp>

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

namespace machine::test {

// A machine under a root, with the host name "box".
struct Box {
  explicit Box(std::string root = OAR_TEST_DATA "/root") : files{std::move(root)} {}

  Files files;
  Problems problems;
  Machine machine{files, "box", problems};

  std::string troubles() const {
    std::string text;
    for (auto const& sentence : problems.sentences()) text += sentence + "\n";
    return text;
  }
};

// A folder of its own that is gone with the test.
class Tree {
 public:
  Tree();
  ~Tree();
  Tree(Tree const&) = delete;

  std::string const& root() const { return root_; }
  std::filesystem::path path(std::string const& name) const { return std::filesystem::path{root_} / name; }
  // Makes the folders above it.
  void write(std::string const& name, std::string const& content) const;
  void append(std::string const& name, std::string const& content) const;
  void write_gzip(std::string const& name, std::string const& content) const;
  void link(std::string const& name, std::string const& target) const;
  std::string content(std::string const& name) const;

 private:
  std::string root_;
};

// Runs the check in a process of an ordinary user (the present one, unless that is root) and says whether it held.
bool holds_for_ordinary_user(std::function<bool()> const& check);

// ---- rows as text: "name=ada uid=1000 shell=-" without the host; a dash is NULL ----

inline void show(std::ostream& out, std::string const& value) { out << value; }
inline void show(std::ostream& out, oar::Inet const& value) { out << value.text; }
inline void show(std::ostream& out, oar::Mac const& value) { out << value.text; }
inline void show(std::ostream& out, bool value) { out << (value ? "yes" : "no"); }
inline void show(std::ostream& out, std::int64_t value) { out << value; }
inline void show(std::ostream& out, double value) { out << value; }
inline void show(std::ostream& out, oar::Timestamp value) { out << value.micros; }
inline void show(std::ostream& out, oar::LocalTimestamp value) { out << value.micros; }

template <class T>
void show(std::ostream& out, std::optional<T> const& value) {
  if (value)
    show(out, *value);
  else
    out << '-';
}
template <class T>
void show(std::ostream& out, std::vector<T> const& values) {
  out << '[';
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) out << '|';
    show(out, values[i]);
  }
  out << ']';
}

template <class Row>
std::string shown(Row const& row) {
  std::ostringstream out;
  boost::mp11::mp_for_each<oar::members_of<Row>>([&](auto member) {
    if (std::string_view{member.name} == "host") return;
    out << (out.tellp() > 0 ? " " : "") << member.name << '=';
    show(out, row.*member.pointer);
  });
  return out.str();
}

using Lines = std::vector<std::string>;

// Takes rows and keeps them as text.
template <class Row>
Emit<Row> into(Lines& lines) {
  return [&lines](Row const& row) { lines.push_back(shown(row)); };
}

// All rows of a table that is read in one go.
template <class Row>
Lines rows(Box& box, oar::Result<void> (*read)(Machine&, Emit<Row> const&)) {
  Lines lines;
  auto const done = read(box.machine, into<Row>(lines));
  if (!done) FAIL(done.error().message());
  return lines;
}

}  // namespace machine::test

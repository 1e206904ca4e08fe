#pragma once
// What tests of any database as a destination need: writing, reading back, and a host that keeps rejects.

#include <oar/destination.hpp>
#include <oar/rows.hpp>
#include <oar/source.hpp>

#include <catch2/catch.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "support/results.hpp"

namespace oar::test {

Batch batch_of(Table const& table, Rows& rows);

// Migrates, writes the rows and commits them, each in a transaction of its own.
void write(Writer& writer, Layout const& layout, Rows rows, std::string const& token,
           std::vector<StoredState> const& states = {});

// All rows of a table as JSON lines, in the types wanted.
std::vector<std::string> read_back(Writer& writer, Table const& table);

// A host that keeps rejects, and may be cancelled.
class RejectHost {
 public:
  struct Rejected {
    std::string table, row, reason;
  };
  RejectHost();
  RejectHost(RejectHost const&) = delete;
  RejectHost& operator=(RejectHost const&) = delete;

  Host host() const { return Host{&handle_}; }
  std::vector<Rejected> const& rejected() const { return rejected_; }

 private:
  static void const* OAR_CALL get_extension(oar_host const*, char const* id);
  static oar_status OAR_CALL reject(oar_host const*, oar_str table, oar_bytes row, oar_str reason, oar_error*);

  oar_host handle_{};
  std::vector<Rejected> rejected_;
};

// id (key), name; with the columns of ours in front.
Table people();
Layout const& people_by_id();
// One of them, of source "src" and scope "a".
Rows person(std::int64_t id, char const* name);

}  // namespace oar::test

#pragma once
// A sync from files, into SQLite or into counts and checksums, and a destination that waits while the files change.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "process.hpp"

namespace oar::e2e {

// A source of files that goes to `db`; `spec` is YAML, indented by four spaces.
std::string from_files(std::string const& spec);

// The destination `db` that keeps sums of what is appended, in sums.jsonl. Held: see the recording destination.
std::string into_sums(bool held = false);

// What rows add up to, as the recording destination counts: a row is its values, texts as they are, others as JSON.
struct RowSums {
  std::int64_t rows = 0;
  std::uint64_t sum = 0;

  void add(std::initializer_list<std::string_view> values);
  bool operator==(RowSums const&) const = default;
};
RowSums committed_sums(Folder const& folder);

Run sync_files(Folder const& folder, std::string const& config, std::vector<std::string> const& options = {});

// Syncs into sums with little memory, and calls `change` when rows wait in the destination, while the file is being
// read.
Run sync_while(Folder const& folder, std::string const& source, std::function<void()> const& change);

void append_to(std::filesystem::path const& path, std::string const& text);

}  // namespace oar::e2e

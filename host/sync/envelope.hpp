#pragma once
// What is stored as the cursor of a split: the plugin's cursor, and what the host must know of it at the next start.
//
// Format, version 1: JSON text
//   {"v":1,"sync":ID,"time":MICROSECONDS,"phase":"reading"|"done"|"incomplete","read":"full"|"incremental","scope":TEXT,
//    "tables":[TEXT...],"cursor":BASE64,
//    "found":{"by":SPLIT ID,"split":BASE64,"flags":NUMBER}}
// `found` is there only for a split that a scan found and that is not finished. Unknown members are ignored.
// Destinations store it unread; so a new version must still be recognised as one.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oar/result.hpp"
#include "state/records.hpp"

namespace oar::sync {

enum class Phase {
  reading,
  done,       // to its end, every table of it
  incomplete  // a table of it failed: its cursor is no place to go on from
};
enum class Read { full, incremental };

// How to read a split that was found while another one was read.
struct Found {
  std::string finder;      // split id
  std::string descriptor;  // the source's own bytes
  std::uint32_t flags = 0;

  friend bool operator==(Found const&, Found const&) = default;
};

struct Envelope {
  std::string sync_id;
  std::int64_t sync_time_us = 0;
  Phase phase = Phase::reading;
  Read read = Read::incremental;
  std::string scope;
  std::vector<std::string> tables;  // full: those whose rows go unless the sync is resumed
  std::string cursor;               // the plugin's own bytes
  std::optional<Found> found;

  friend bool operator==(Envelope const&, Envelope const&) = default;
};

std::string encode(Envelope const& envelope);
// The error says what is wrong with the bytes.
Result<Envelope> decode(std::string_view bytes);

// A stored cursor, opened.
struct OpenCursor {
  std::uint64_t epoch = 0;
  Envelope envelope;
};

// The error names the route and the split, and what to do.
Result<OpenCursor> open_cursor(state::Route const& route, state::Cursor const& cursor);

}  // namespace oar::sync

#pragma once
// What is stored as the cursor of a split: the plugin's cursor, and what the host must know of it at the next start.
//
// Format, version 1: JSON text
//   {"v":1,"sync":ID,"time":MICROSECONDS,"phase":"reading"|"done","read":"full"|"incremental","scope":TEXT,
//    "tables":[TEXT...],"cursor":BASE64}
// Unknown members are ignored. Destinations store it unread; so a new version must still be recognised as one.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "oar/result.hpp"
#include "state/records.hpp"

namespace oar::sync {

enum class Phase { reading, done };
enum class Read { full, incremental };

struct Envelope {
  std::string sync_id;
  std::int64_t sync_time_us = 0;
  Phase phase = Phase::reading;
  Read read = Read::incremental;
  std::string scope;
  std::vector<std::string> tables;
  std::string cursor;  // the plugin's own bytes

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

#pragma once
// Texts, bytes, buffers and messages that a plugin hands over: present, of a sane size, readable.

#include <oar/abi/message.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "oar/result.hpp"

namespace oar::contract {

// What is larger is a mistake. A cursor has to fit into a row of the state file, many times over.
inline constexpr std::uint64_t largest_cursor = 16ULL << 20;
inline constexpr std::uint64_t largest_document = 64ULL << 20;  // a JSON Schema, a report
inline constexpr std::uint64_t longest_split_id = 255;
inline constexpr std::uint64_t longest_name = 64ULL << 10;  // of a table, a scope

// The bytes, copied. `what` names them in the error: "a checkpoint's cursor".
Result<std::string> copied(oar_bytes bytes, std::uint64_t at_most, std::string_view what);
// The same, and UTF-8 without a NUL.
Result<std::string> copied(oar_str text, std::uint64_t at_most, std::string_view what);

// Copies an out-buffer and gives it back to its owner, in every outcome; `from` is empty afterwards.
Result<std::string> taken(oar_buf& from, std::uint64_t at_most, std::string_view what);

// A key of a cursor: 1 to 255 bytes of text.
Result<std::string> split_id(oar_str text, std::string_view what);

// Is the message of a kind that there is, and does it carry what that kind carries, and nothing else? Hints, too, may
// be of a kind that nobody knows.
Result<void> check_message(oar_message const& message);

// Long enough, with tables where it counts some, and without flags that nobody knows.
Result<void> check_split(oar_split const& split);

}  // namespace oar::contract

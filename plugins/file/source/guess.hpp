#pragma once
// Guesses a column's type from the values of a sample: the narrowest one that keeps every digit of all of them.

#include "plugins/file/formats/json_scan.hpp"
#include "plugins/file/source/number.hpp"

#include <oar/type.hpp>

#include <cstdint>
#include <string_view>

namespace oar::file {

// What numbers need.
class NumberGuess {
 public:
  // False when the text is no number.
  bool see(std::string_view text);
  // int64, float64, a decimal, or text when nothing else keeps the digits.
  Type type() const;

 private:
  bool int64_ = true;
  bool integers_ = true;  // all are written without a point
  bool float64_ = true;
  std::int64_t whole_digits_ = 1;
  std::int64_t fraction_digits_ = 0;
};

// A column of CSV: texts that may look like something.
class TextGuess {
 public:
  void see(std::string_view text);  // not empty
  Type type() const;

 private:
  bool seen_ = false;
  bool number_ = true;
  bool boolean_ = true;
  bool date_ = true;
  bool timestamp_ = true;
  bool local_timestamp_ = true;
  NumberGuess numbers_;
};

// A member of NDJSON's objects: values whose kinds are known.
class JsonGuess {
 public:
  void see(JsonKind kind, std::string_view raw);
  // json when there are several kinds, objects or lists among them, or nothing but null: it takes all that may follow.
  Type type() const;
  bool only_numbers() const { return numbers_seen_ && !strings_ && !booleans_ && !nested_; }

 private:
  bool numbers_seen_ = false;
  bool strings_ = false;
  bool booleans_ = false;
  bool nested_ = false;
  NumberGuess numbers_;
};

}  // namespace oar::file

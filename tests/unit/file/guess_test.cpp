// Which type a column gets from the texts in it.
#include "plugins/file/source/guess.hpp"
#include "plugins/file/source/type_names.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace oar::file;

TEST_CASE("the narrowest type that keeps every digit is guessed") {
  struct Case {
    std::vector<char const*> texts;
    std::string type;
  };
  for (auto const& [texts, type] : std::vector<Case>{
           {{}, "text"},
           {{"1", "-2"}, "int64"},
           {{"1", "9223372036854775808"}, "decimal(38, 0)"},
           {{"1", "2.50"}, "float64"},
           {{"1.5", "9007199254740993"}, "decimal(38, 1)"},
           {{"0.1234567890123456789"}, "decimal(38, 19)"},
           {{"0.1234567890123456789", "12345678901234567890123"}, "text"},
           {{"123456789012345678901234567890123456789"}, "text"},
           {{"1", "007"}, "text"},
           {{"1", "x"}, "text"},
           {{"17.00", "3.00"}, "float64"},
           {{"1e3", "2"}, "float64"},
           {{"1.0", "9223372036854775809"}, "decimal(38, 0)"},
           {{"true", "False"}, "bool"},
           {{"true", "1"}, "text"},
           {{"2026-01-01"}, "date"},
           {{"2026-01-01", "2026-01-01 10:00:00"}, "text"},
           {{"2026-01-01T10:00:00Z", "2026-01-01T10:00:00.5+02:00"}, "timestamp(us, UTC)"},
           {{"2026-01-01 10:00:00"}, "timestamp(us)"},
           {{"2026-01-01T10:00:00.123456789Z"}, "text"},
       }) {
    TextGuess guess;
    for (auto const* text : texts) guess.see(text);
    INFO((texts.empty() ? "" : texts.back()));
    CHECK(oar::describe(guess.type()) == type);
  }
}

TEST_CASE("types are named as they are printed, and a wrong name lists them") {
  CHECK(*type_named("int64") == oar::Type::int64);
  CHECK(*type_named("decimal(12, 2)") == oar::Type::decimal(12, 2));
  CHECK(*type_named("decimal(5)") == oar::Type::decimal(5, 0));
  for (auto const* name : {"decimal", "decimal(39,0)", "decimal(2,3)", "decimal(2,1", "decimal(2,1)x", "varchar"}) {
    auto const type = type_named(name);
    REQUIRE_FALSE(type);
    CHECK_THAT(type.error().message(), Catch::Contains("local_timestamp, decimal(PRECISION,SCALE)"));
  }
}

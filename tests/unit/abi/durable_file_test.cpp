// Files that appear whole or not at all.

#include <oar/durable_file.hpp>

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include "temp_folder.hpp"

namespace {

using oar::DurableFile;

}  // namespace

TEST_CASE("a file appears when it is published, whole") {
  border::TempFolder folder;
  DurableFile file{folder / "f"};
  REQUIRE(file.append("one\n", "two\n"));
  REQUIRE(file.append(std::string(1 << 19, 'x')));  // more than is kept in memory
  CHECK(folder.names() == std::vector<std::string>{"f.part"});
  REQUIRE(file.publish());
  CHECK(folder.names() == std::vector<std::string>{"f"});
  CHECK(folder.read("f") == "one\ntwo\n" + std::string(1 << 19, 'x'));
}

TEST_CASE("a file that is not published leaves nothing, not even its draft") {
  border::TempFolder folder;
  SECTION("discarded") {
    DurableFile file{folder / "f"};
    REQUIRE(file.append(std::string(1 << 19, 'x')));
  }
  SECTION("its name is taken by a folder") {  // the draft used to stay
    std::filesystem::create_directories(folder / "f/inner");
    DurableFile file{folder / "f"};
    REQUIRE(file.append("x"));
    CHECK_FALSE(file.publish());
    std::filesystem::remove_all(folder / "f");
  }
  SECTION("the folder is not there") {
    DurableFile file{folder / "nowhere/f"};
    REQUIRE(file.append("x"));
    auto const done = file.publish();
    REQUIRE_FALSE(done);
    CHECK(done.error().message().find("nowhere/f: No such file") != std::string::npos);
  }
  CHECK(folder.names().empty());
}

TEST_CASE("publishing twice is refused and keeps what was published") {  // it used to publish an empty file
  border::TempFolder folder;
  DurableFile file{folder / "f"};
  REQUIRE(file.append("content"));
  REQUIRE(file.publish());
  CHECK_FALSE(file.publish());
  CHECK_FALSE(file.append("more"));
  CHECK(folder.read("f") == "content");
}

TEST_CASE("a draft does not follow a link to elsewhere") {
  border::TempFolder folder;
  std::ofstream{folder / "precious"} << "kept";
  std::filesystem::create_symlink(folder / "precious", folder / "f.part");
  {
    DurableFile file{folder / "f"};
    REQUIRE(file.append("x"));
    CHECK_FALSE(file.publish());
  }
  CHECK(folder.read("precious") == "kept");
}

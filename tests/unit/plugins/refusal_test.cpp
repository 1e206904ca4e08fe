// What is not a plugin for this host, each with words of its own.
#include <catch2/catch.hpp>

#include "host/plugins/instance.hpp"
#include "temp_dir.hpp"

using namespace oar::plugins;
namespace fs = std::filesystem;

namespace {

fs::path refused(std::string const& fault) { return fs::path{OAR_TEST_PLUGINS} / "refused" / (fault + ".so"); }

// Why the library with this fault is refused, without its path, which every message begins with.
std::string why_not(fs::path const& library) {
  auto const loaded = Library::load(library);
  REQUIRE(!loaded);
  std::string const message = loaded.error().message();
  REQUIRE_THAT(message, Catch::StartsWith(library.string() + ": "));
  return message.substr(library.string().size() + 2);
}

std::string why(std::string const& fault) { return why_not(refused(fault)); }

// The first bytes of an ELF file: magic, class, byte order, version; then, from byte 16, its type and its machine.
std::string elf_header(unsigned char elf_class, unsigned char type, unsigned char machine) {
  std::string header{
      "\x7F"
      "ELF"};
  header += {static_cast<char>(elf_class), 1, 1};
  header.resize(16);
  header += {static_cast<char>(type), 0, static_cast<char>(machine), 0, 1};
  header.resize(64);
  return header;
}

constexpr unsigned char shared_object = 3, aarch64 = 183, s390x = 22, x86_64 = 62;
#if defined(__aarch64__)
constexpr unsigned char ours = aarch64, another = x86_64;
#else
constexpr unsigned char ours = x86_64, another = aarch64;
#endif

}  // namespace

TEST_CASE("a correct library is loaded, and with it the refusals below mean something") {
  auto const library = Library::load(refused("none"));
  REQUIRE(library);
  REQUIRE((*library)->descriptors().size() == 1);
  CHECK((*library)->descriptors()[0].id == "test.idle");
  CHECK((*library)->descriptors()[0].has(Role::source));
}

TEST_CASE("refused: a file that is not there") {
  TempDir dir;
  CHECK(why_not(dir / "gone.so") == "no such file");
}

TEST_CASE("refused: a text file, an empty file, a folder, and other bytes") {
  TempDir dir;
  CHECK(why_not(dir.file("script.so", "#!/bin/sh\nexit\n")) ==
        "is a text file, not a plugin library; `path` must name a compiled plugin");
  CHECK_THAT(why_not(dir.file("empty.so", "")), Catch::Contains("an empty file"));
  CHECK_THAT(why_not(dir.file("noise.so", std::string{"\x01\x02\x00\x03", 4})),
             Catch::Contains("not a library of this system"));
  fs::create_directory(dir / "folder.so");
  CHECK_THAT(why_not(dir / "folder.so"), Catch::Contains("is a folder"));
}

TEST_CASE("refused: a library for another architecture, naming both machines") {
  TempDir dir;
  std::string const reason = why_not(dir.file("other.so", elf_header(2, shared_object, another)));
  CHECK_THAT(reason,
             Catch::Contains("another architecture") && Catch::Contains("AArch64") && Catch::Contains("x86-64"));
  CHECK_THAT(why_not(dir.file("narrow.so", elf_header(1, shared_object, 3))), Catch::Contains("x86, 32-bit"));
  CHECK_THAT(why_not(dir.file("big.so", elf_header(2, shared_object, s390x))), Catch::Contains("another architecture"));
}

TEST_CASE("refused: a library that was cut short, and an object file") {
  TempDir dir;
  CHECK_THAT(why_not(dir.file("cut.so", elf_header(2, shared_object, ours).substr(0, 10))),
             Catch::Contains("cut short"));
  CHECK_THAT(why_not(dir.file("object.so", elf_header(2, 1, ours))), Catch::Contains("not a shared library"));
  CHECK_THAT(why_not(dir.file("header.so", elf_header(2, shared_object, ours))),
             Catch::StartsWith("cannot be loaded: "));
}

TEST_CASE("refused: an undefined symbol, with the system's own words") {
  CHECK_THAT(why("undefined_symbol"), Catch::StartsWith("cannot be loaded: it uses a symbol") &&
                                          Catch::Contains("undefined symbol: oar_test_nobody_defines_this"));
}

TEST_CASE("refused: a library without the entry symbol") {
  CHECK_THAT(why("no_entry"), Catch::Contains("not an Oarlock plugin") && Catch::Contains("oar_plugin_entry_v1"));
}

TEST_CASE("refused: another ABI major, by its entry's name or its table") {
  CHECK_THAT(why("later_entry"), Catch::StartsWith("speaks version 2 of the plugin ABI, this host speaks 1.0"));
  CHECK_THAT(why("other_major"), Catch::StartsWith("speaks version 2.0 of the plugin ABI, this host speaks 1.0"));
}

TEST_CASE("refused: a required_minor that is too new, naming both versions") {
  CHECK_THAT(why("minor_too_new"), Catch::StartsWith("needs version 1.7 of the plugin ABI, this host speaks 1.0"));
}

TEST_CASE("refused: an entry that is NULL, or reports an error") {
  CHECK(why("null_entry") == "its entry returned NULL and gave no reason");
  CHECK(why("entry_error") == "its entry refused this host: this host is too plain for me");
}

TEST_CASE("refused: an entry table that is too short or lacks a function") {
  CHECK_THAT(why("short_entry"), Catch::StartsWith("its entry table has 24 bytes, expected at least "));
  CHECK_THAT(why("missing_function"), Catch::Contains("lacks a function"));
}

TEST_CASE("refused: an init that reports an error") {
  auto const loaded = Library::load(refused("init_error"));
  REQUIRE(!loaded);
  CHECK(loaded.error().code() == oar::Errc::permission);
  CHECK(why("init_error") == "init: the licence has expired");
}

TEST_CASE("refused: a plugin that throws out of its entry, its init or its descriptors") {
  CHECK(why("throw_in_entry") == "plugin misbehaved: threw out of its entry: the roof fell in");
  CHECK(why("throw_in_init") == "init: plugin misbehaved: threw out of init: the roof fell in");
  CHECK(why("throw_in_descriptor") == "plugin misbehaved: threw out of descriptor: the roof fell in");
}

TEST_CASE("refused: descriptors that are missing, empty, unreadable or doubled") {
  CHECK(why("no_plugins") == "holds no plugin: its count is 0");
  CHECK(why("null_descriptor") == "its descriptor is NULL");
  CHECK(why("null_name") == "its descriptor's name is NULL");
  CHECK(why("not_utf8") == "its descriptor's name is not UTF-8: id\uFFFDle");
  CHECK(why("twin_ids") == "holds two plugins of one id, test.idle");
}

TEST_CASE("refused: a library that everyone may write to") {
  TempDir dir;
  fs::copy_file(refused("none"), dir / "open.so");
  fs::permissions(dir / "open.so", fs::perms::all);
  CHECK_THAT(why_not(dir / "open.so"), Catch::StartsWith("everyone may write to it"));
}

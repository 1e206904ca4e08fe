// Packed files: as whole as plain ones, in several members or frames too, and never shorter without a word.
#include <zlib.h>
#include <zstd.h>

#include <catch2/catch.hpp>

#include "configs.hpp"
#include "scenario.hpp"

using namespace oar::e2e;
using Catch::Contains;

namespace {

std::string gzipped(std::string const& text) {
  z_stream stream{};
  REQUIRE(::deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string packed(::deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  REQUIRE(::deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(stream.total_out);
  ::deflateEnd(&stream);
  return packed;
}

// Without a checksum at its end: the last thing in the file is a block of rows.
std::string zstandard(std::string const& text) {
  std::string packed(::ZSTD_compressBound(text.size()), '\0');
  packed.resize(::ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 3));
  return packed;
}

std::string packed_as(std::string const& ending, std::string const& text) {
  return ending == "gz" ? gzipped(text) : zstandard(text);
}

struct Sample {
  std::vector<std::string> parts;
  RowSums sums;
};

// Some MiB of rows, cut into three parts in the middle of rows.
Sample sample() {
  std::string all = "id,note\n";
  Sample out;
  for (int id = 0; id < 40'000; ++id) {
    auto const number = std::to_string(id);
    auto const note = "a note\nof row " + number + " " + std::to_string(id * 7919 % 10'007);
    all.append(number).append(",\"").append(note).append("\"\n");
    out.sums.add({number, note});
  }
  for (std::size_t at = 0; at < all.size(); at += all.size() / 3 + 1)
    out.parts.push_back(all.substr(at, all.size() / 3 + 1));
  return out;
}

Run sync_packed(Folder const& folder, std::string const& name, std::string const& bytes) {
  folder.write(name, bytes);
  return sync_files(folder, from_files("    path: " + name + "\n") + into_sums());
}

}  // namespace

TEST_CASE("a packed file has the rows of its content, in one piece or in several") {
  auto const [parts, sums] = sample();
  std::string const ending = GENERATE("gz", "zst");
  std::string whole, pieces;
  for (auto const& part : parts) whole += part, pieces += packed_as(ending, part);
  INFO(ending);
  for (auto const& bytes : {packed_as(ending, whole), pieces, pieces + packed_as(ending, "")}) {
    Folder const folder;
    auto const run = sync_packed(folder, "a.csv." + ending, bytes);
    INFO(run.out << run.err);
    CHECK(run.exit_code == 0);
    CHECK(committed_sums(folder) == sums);
  }
}

TEST_CASE("a packed file that is cut off or damaged fails its split and is named") {
  auto const [parts, sums] = sample();
  std::string const ending = GENERATE("gz", "zst");
  std::string pieces;
  for (auto const& part : parts) pieces += packed_as(ending, part);
  auto damaged = pieces;
  for (std::size_t at = damaged.size() / 2; at < damaged.size() / 2 + 64; ++at)
    damaged[at] = static_cast<char>(~damaged[at]);
  INFO(ending);
  for (auto const& bytes : {pieces.substr(0, pieces.size() - 5), pieces.substr(0, pieces.size() / 2), damaged}) {
    Folder const folder;
    auto const run = sync_packed(folder, "a.csv." + ending, bytes);
    INFO(run.out << run.err);
    CHECK(run.exit_code == 3);
    CHECK_THAT(run.out + run.err, Contains("a.csv." + ending + ": cannot be unpacked"));
    CHECK(committed_sums(folder).rows < sums.rows);
  }
}

// A break within the look at the types used to fail the whole source.
TEST_CASE("a small packed file that breaks fails alone: the file beside it is read") {
  std::string const ending = GENERATE("gz", "zst");
  std::string const format = GENERATE("csv", "ndjson");
  auto const content = format == "csv" ? "id,note\n1,x\n" : "{\"id\":1,\"note\":\"x\"}\n";
  auto const packed = packed_as(ending, content) + packed_as(ending, content + std::string(100, 'y'));
  Folder const folder;
  folder.write("b." + format, content);
  auto const run = [&] {
    folder.write("a." + format + "." + ending, packed.substr(0, packed.size() - 5));
    return sync_files(folder,
                      from_files("    path: [b." + format + ", a." + format + "." + ending + "]\n") + into_sums());
  }();
  INFO(ending << format << run.out << run.err);
  CHECK(run.exit_code == 3);
  CHECK_THAT(run.out + run.err, Contains("a." + format + "." + ending + ": cannot be unpacked"));
  CHECK(committed_sums(folder).rows == 1);
}

TEST_CASE("an empty file and an empty packed one have no rows, and are told") {
  for (std::string const ending : {"csv", "csv.gz", "csv.zst"}) {
    Folder const folder;
    folder.write("b.csv", "id,note\n1,x\n");
    auto const empty = ending == "csv" ? std::string{} : packed_as(ending.substr(4), "");
    folder.write("a." + ending, empty);
    auto const run = sync_files(folder, from_files("    path: [b.csv, a." + ending + "]\n") + into_sums());
    INFO(ending << run.out << run.err);
    CHECK(run.exit_code == 0);
    CHECK_THAT(run.out + run.err, Contains("a." + ending));
    CHECK(committed_sums(folder).rows == 1);
  }
}

#include "scenario.hpp"

#include <zlib.h>

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <fstream>

namespace oar::e2e {

std::string from_files(std::string const& spec) {
  return "kind: source\nspec:\n  name: files\n  path: file\n  tables: [\"*\"]\n  destinations: [db]\n  spec:\n" + spec +
         "---\n";
}

std::string into_sums(bool held) {
  return std::string{"kind: destination\nspec:\n  name: db\n  path: recording\n  write_mode: append\n"} +
         "  provenance: none\n  max_rejects: 100\n  spec:\n    path: sums.jsonl\n    sums: true\n" +
         (held ? "    hold: held\n" : "") + "---\n";
}

void RowSums::add(std::initializer_list<std::string_view> values) {
  auto crc = ::crc32(0, nullptr, 0);
  auto const feed = [&](std::string_view bytes) {
    crc = ::crc32_z(crc, reinterpret_cast<Bytef const*>(bytes.data()), bytes.size());
  };
  for (auto const value : values) feed(value), feed("\x1F");
  sum += crc;
  ++rows;
}

RowSums committed_sums(Folder const& folder) {
  RowSums all;
  std::ifstream in{folder / "sums.jsonl"};
  for (std::string line; std::getline(in, line);) {
    auto const commit = boost::json::parse(line).as_object();
    all.rows += commit.at("rows").to_number<std::int64_t>();
    all.sum += commit.at("sum").to_number<std::uint64_t>();
  }
  return all;
}

Run sync_files(Folder const& folder, std::string const& config, std::vector<std::string> const& options) {
  folder.write("sync.yaml", config);
  std::vector<std::string> arguments{"sync", "sync.yaml"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return Process{{arguments, folder.path()}}.wait(std::chrono::seconds{300});
}

Run sync_while(Folder const& folder, std::string const& source, std::function<void()> const& change) {
  folder.write("sync.yaml", source + into_sums(true));
  Process process{{{"sync", "sync.yaml", "--memory", "1MiB"}, folder.path()}};
  auto const held = folder / "held";
  while (!std::filesystem::exists(held) && !process.ended()) std::this_thread::sleep_for(std::chrono::milliseconds{5});
  if (std::filesystem::exists(held)) {
    change();
    std::filesystem::remove(held);
  }
  return process.wait(std::chrono::seconds{300});
}

void append_to(std::filesystem::path const& path, std::string const& text) {
  std::ofstream{path, std::ios::app | std::ios::binary} << text;
}

}  // namespace oar::e2e

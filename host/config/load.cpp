#include "host/config/load.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "host/config/check.hpp"
#include "host/config/parse.hpp"
#include "host/config/read.hpp"
#include "host/config/substitute.hpp"
#include "host/config/text.hpp"
#include "host/config/wording.hpp"

namespace oar::config {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_config = 4 << 20;

bool is_json(fs::path const& file) { return file.extension() == ".json"; }

bool is_config(fs::path const& file) {
  return is_json(file) || file.extension() == ".yaml" || file.extension() == ".yml";
}

class Loader {
 public:
  explicit Loader(Environment const& environment) : environment_{environment}, substitution_{environment} {}

  Loaded load(std::vector<fs::path> const& paths) {
    if (paths.empty()) fail({}, "found no configuration file, expected at least one file or folder");
    for (auto const& path : paths) add(path);
    for (auto const& file : loaded_.files) read(file);
    Place const nowhere{loaded_.files.empty() ? "" : loaded_.files.front().string()};
    check(loaded_.config, whole_, nowhere, loaded_.problems);
    sort_by_place(loaded_.problems);
    loaded_.secrets = substitution_.secrets();
    return std::move(loaded_);
  }

 private:
  // A file, or those of a folder.
  void add(fs::path const& path) {
    auto const names = environment_.list(path);
    if (!names) return fail(path, "cannot read the folder: " + names.error().message());
    if (!*names) return add_file(path);
    std::set<fs::path> sorted;
    std::copy_if((*names)->begin(), (*names)->end(), std::inserter(sorted, sorted.end()), is_config);
    if (sorted.empty()) fail(path, "found no configuration in this folder, expected .yaml, .yml or .json files");
    for (auto const& name : sorted) add_file(path / name);
  }

  // A file that is named twice is read once.
  void add_file(fs::path const& file) {
    if (seen_.insert(file.lexically_normal()).second) loaded_.files.push_back(file);
  }

  void read(fs::path const& file) {
    auto content = environment_.read_file(file);
    if (!content) return fail(file, "cannot read the file: " + content.error().message());
    if (content->size() > largest_config)
      return fail(file, "found " + std::to_string(content->size()) + " bytes, expected at most 4 MiB");
    Text const text(file.string(), *std::move(content));
    if (auto const bad = text.first_bad_byte()) {
      whole_ = Whole::no;
      loaded_.problems.push_back({text.place(*bad), "", "found a byte that is not UTF-8 text; save the file as UTF-8"});
      return;
    }
    read(file, text);
  }

  void read(fs::path const& file, Text const& text) {
    auto const before = loaded_.problems.size();
    auto documents = is_json(file) ? parse_json(text, substitution_, loaded_.problems)
                                   : parse_yaml(text, substitution_, loaded_.problems);
    if (documents.empty() && loaded_.problems.size() == before)
      fail(file, "found an empty file, expected documents with kind: source and kind: destination");
    if (loaded_.problems.size() > before) whole_ = Whole::no;
    for (auto& document : documents)
      if (!read_document(std::move(document), loaded_.config, loaded_.problems)) whole_ = Whole::no;
  }

  void fail(fs::path const& file, std::string message) {
    whole_ = Whole::no;
    loaded_.problems.push_back({{file.string()}, "", std::move(message)});
  }

  Environment const& environment_;
  Substitution substitution_;
  std::set<fs::path> seen_;
  Whole whole_ = Whole::yes;
  Loaded loaded_;
};

}  // namespace

Loaded load(std::vector<fs::path> const& paths, Environment const& environment) {
  try {
    return Loader(environment).load(paths);
  } catch (std::exception const& error) {
    Loaded failed;
    failed.problems.push_back({{}, "", std::string("cannot load the configuration: ") + error.what()});
    return failed;
  }
}

}  // namespace oar::config

// Reads the path once; what is wrong with it is found here, before anything runs.
#include "plugins/file/destination/file_names.hpp"

#include <oar/uuid.hpp>

#include <algorithm>
#include <array>

#include "plugins/file/destination/safe_name.hpp"

namespace oar::file {
namespace {

template <class... Parts>
Error wrong_path(std::string_view path, Parts const&... parts) {
  return Error::of(Errc::config, "/path: found \"", path, "\": ", parts...);
}

template <class Choice>
struct Ending {
  std::string_view text;
  Choice means;
};
constexpr auto compressions =
    std::to_array<Ending<WriteCompression>>({{".gz", WriteCompression::gzip}, {".zst", WriteCompression::zstd}});
constexpr auto formats = std::to_array<Ending<WriteFormat>>(
    {{".csv", WriteFormat::csv}, {".ndjson", WriteFormat::ndjson}, {".jsonl", WriteFormat::ndjson}});

template <class Choice, std::size_t N>
Ending<Choice> const* ending_of(std::string_view path, std::array<Ending<Choice>, N> const& endings) {
  auto const found = std::ranges::find_if(endings, [&](auto const& each) { return path.ends_with(each.text); });
  return found == endings.end() ? nullptr : &*found;
}

std::string_view name_of(WriteFormat format) { return format == WriteFormat::csv ? "csv" : "ndjson"; }

std::string_view ending_for(WriteCompression compression) {
  return compression == WriteCompression::gzip ? ".gz" : compression == WriteCompression::zstd ? ".zst" : "";
}

template <class Choice>
std::string_view word_for(Choice choice) {
  return boost::describe::enum_to_string(choice, "");
}

// What the ending says, unless the setting says it; both must not disagree.
template <class Choice>
Result<Choice> settle(std::string_view path, char const* setting, std::optional<Choice> said,
                      Ending<Choice> const* ending, Choice otherwise) {
  if (!ending) return said.value_or(otherwise);
  if (!said || *said == ending->means) return ending->means;
  return wrong_path(path, "it ends with ", ending->text, ", but ", setting, " is ", word_for(*said),
                    "; change one of them, or leave out ", setting);
}

}  // namespace

Result<FileNames> FileNames::from(DestinationConfig const& config) {
  FileNames names;
  OAR_TRY(names.read(config.path));
  OAR_TRY(names.settle_endings(config));
  if (names.has(Word::uuid)) return names;
  return wrong_path(config.path,
                    "each commit makes new files, and two of them would share this name; write {{UUID}} into it, as "
                    "in \"{{TABLE}}.{{UUID}}.{{FORMAT}}\"");
}

Result<void> FileNames::read(std::string_view path) {
  static constexpr std::array<std::pair<std::string_view, Word>, 4> words{
      {{"TABLE", Word::table}, {"SYNC_ID", Word::sync_id}, {"UUID", Word::uuid}, {"FORMAT", Word::format}}};
  if (path.empty() || path.ends_with('/')) return wrong_path(path, "expected the name of a file");
  if (path.find('\0') != path.npos) return wrong_path(path, "a file's name has no NUL character");
  auto const fixed = path.substr(0, path.find("{{"));
  auto const slash = fixed.rfind('/');
  folder_ = slash == fixed.npos ? "." : slash == 0 ? "/" : std::string{fixed.substr(0, slash)};
  for (auto rest = path; !rest.empty();) {
    auto const open = std::min(rest.find("{{"), rest.size());
    if (open > 0) pieces_.push_back({Word::text, std::string{rest.substr(0, open)}});
    rest.remove_prefix(open);
    if (rest.empty()) break;
    auto const close = rest.find("}}");
    if (close == rest.npos) return wrong_path(path, "\"{{\" without \"}}\"");
    auto const name = rest.substr(2, close - 2);
    auto const found = std::ranges::find(words, name, &std::pair<std::string_view, Word>::first);
    if (found == words.end())
      return wrong_path(path, "{{", name, "}} is unknown, expected {{TABLE}}, {{SYNC_ID}}, {{UUID}} or {{FORMAT}}");
    pieces_.push_back({found->second, {}});
    rest.remove_prefix(close + 2);
  }
  return {};
}

Result<void> FileNames::settle_endings(DestinationConfig const& config) {
  std::string_view path = config.path;
  auto const* const compressed = ending_of(path, compressions);
  compression_ = OAR_TRY(settle(path, "compression", config.compression, compressed, WriteCompression::none));
  auto const plain = compressed ? path.substr(0, path.size() - compressed->text.size()) : path;
  format_ = OAR_TRY(settle(path, "format", config.format, ending_of(plain, formats), WriteFormat::csv));
  if (!compressed && compression_ != WriteCompression::none)
    pieces_.push_back({Word::text, std::string{ending_for(compression_)}});
  return {};
}

bool FileNames::has(Word word) const { return std::ranges::find(pieces_, word, &Piece::word) != pieces_.end(); }

std::string FileNames::fresh(std::string_view table, std::string_view sync_id) const {
  std::string name;
  auto const uuid = random_uuid();
  for (auto const& piece : pieces_) {
    switch (piece.word) {
      case Word::text:
        name += piece.text;
        break;
      case Word::table:
        name += safe_name(table);
        break;
      case Word::sync_id:
        name += safe_name(sync_id);
        break;
      case Word::uuid:
        name += uuid;
        break;
      case Word::format:
        name += name_of(format_);
        break;
    }
  }
  return name;
}

}  // namespace oar::file

#include "host/plugins/search.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "host/plugins/dll.hpp"
#include "host/words/nearest.hpp"

namespace oar::plugins {

namespace {

namespace fs = std::filesystem;

#if defined(_WIN32)
constexpr char list_separator = ';';
constexpr std::string_view separators = "/\\";
#else
constexpr char list_separator = ':';
constexpr std::string_view separators = "/";
#endif

fs::path from_environment(char const* name) {
  char const* value = std::getenv(name);
  return value ? fs::path{value} : fs::path{};
}

// The XDG rules: an empty or relative XDG_DATA_HOME counts as unset.
fs::path data_home() {
  fs::path const xdg = from_environment("XDG_DATA_HOME");
  if (xdg.is_absolute()) return xdg;
  fs::path const home = from_environment("HOME");
  return home.is_absolute() ? home / ".local" / "share" : fs::path{};
}

std::vector<std::string> elements(std::string_view joined) {
  std::vector<std::string> parts;
  while (!joined.empty()) {
    std::size_t const end = std::min(joined.find(list_separator), joined.size());
    if (end > 0) parts.emplace_back(joined.substr(0, end));
    joined.remove_prefix(std::min(end + 1, joined.size()));
  }
  return parts;
}

fs::path tidy(fs::path const& path) {
  std::error_code ec;
  fs::path const absolute = fs::absolute(path, ec);
  fs::path tidied = (ec ? path : absolute).lexically_normal();
  return tidied.has_filename() ? tidied : tidied.parent_path();
}

// The libraries in one folder, by name; what cannot be read has none.
std::vector<Found> libraries_in(Place const& place) {
  std::vector<Found> found;
  std::error_code ec;
  for (fs::directory_iterator entry{place.path, ec}, end; !ec && entry != end; entry.increment(ec))
    if (std::error_code unseen; entry->path().extension() == library_suffix() && entry->is_regular_file(unseen))
      found.push_back({entry->path().stem().string(), entry->path(), place.why});
  std::sort(found.begin(), found.end(), [](Found const& a, Found const& b) { return a.name < b.name; });
  return found;
}

bool is_path(std::string_view text) {
  if (text.find_first_of(separators) != text.npos) return true;
  return text.ends_with(".so") || text.ends_with(".dll") || text.ends_with(library_suffix());
}

std::string did_you_mean(std::string_view name, std::vector<Found> const& known) {
  std::vector<std::string> names;
  for (auto const& each : known) names.push_back(each.name);
  std::string text;
  for (auto const& each : words::nearest(name, names))
    text.append(text.empty() ? "; did you mean " : " or ").append(each);
  return text.empty() ? text : text + "?";
}

// "" when the file is there, else why this place does not have it.
std::string why_not(fs::path const& file) {
  std::error_code ec;
  auto const status = fs::status(file, ec);
  if (status.type() == fs::file_type::directory) return "it is a folder";
  if (fs::exists(status)) return "";
  if (status.type() != fs::file_type::not_found) return ec.message();
  if (fs::is_symlink(file, ec)) return "it is a link that leads nowhere";
  return fs::is_directory(file.parent_path(), ec) ? "no such file" : "no such folder";
}

Result<fs::path> find_path(std::string_view text) {
  fs::path const file = tidy(fs::path{text});
  std::string const reason = why_not(file);
  if (reason.empty()) return file;
  auto const neighbours = libraries_in({file.parent_path(), ""});
  return Error::of(Errc::not_found, "no plugin library at ", file.string(), ": ", reason,
                   did_you_mean(file.stem().string(), neighbours));
}

std::string looked_at(Place const& place, fs::path const& file, std::string const& reason) {
  return "\n  " + (reason == "no such folder" ? place.path : file).string() + ": " + reason + " (" + place.why + ")";
}

}  // namespace

SearchSettings SearchSettings::ambient(std::vector<fs::path> plugin_dirs) {
  return {.plugin_dirs = std::move(plugin_dirs),
          .plugin_path = from_environment("OARLOCK_PLUGIN_PATH").string(),
          .data_home = plugins::data_home(),
          .executable = dll::executable()};
}

SearchPath SearchPath::of(SearchSettings const& settings) {
  SearchPath path;
  auto const add = [&](fs::path const& folder, std::string why) {
    if (folder.empty()) return;
    fs::path const tidied = tidy(folder);
    auto const same = [&](Place const& place) { return place.path == tidied; };
    if (std::none_of(path.places.begin(), path.places.end(), same)) path.places.push_back({tidied, std::move(why)});
  };
  for (auto const& folder : settings.plugin_dirs) add(folder, "--plugin-dir");
  for (auto const& folder : elements(settings.plugin_path)) add(folder, "OARLOCK_PLUGIN_PATH");
  if (!settings.data_home.empty()) add(settings.data_home / "oarlock" / "plugins", "the user's plugins");
  if (!settings.executable.empty()) {
    fs::path const prefix = settings.executable.parent_path().parent_path();
    add(prefix / "lib" / "oarlock" / "plugins", "the system's plugins");
    add(prefix / "plugins", "the build tree");
  }
  return path;
}

std::string library_suffix() { return dll::suffix(); }

Result<fs::path> find(std::string_view name_or_path, SearchPath const& path) {
  if (name_or_path.empty())
    return Error::of(Errc::config, "a plugin's name is empty; write one, or a path to its library");
  if (is_path(name_or_path)) return find_path(name_or_path);

  std::string places;
  for (auto const& place : path.places) {
    fs::path const file = place.path / (std::string{name_or_path} + library_suffix());
    std::string const reason = why_not(file);
    if (reason.empty()) return file;
    places += looked_at(place, file, reason);
  }
  return Error::of(Errc::not_found, "no plugin is called \"", name_or_path, "\"",
                   did_you_mean(name_or_path, list(path)),
                   places.empty() ? "; there is no place to look at: give --plugin-dir" : "\nlooked at:", places);
}

std::vector<Found> list(SearchPath const& path) {
  std::vector<Found> all;
  for (auto const& place : path.places)
    for (auto& found : libraries_in(place)) {
      found.shadowed = std::any_of(all.begin(), all.end(), [&](Found const& one) { return one.name == found.name; });
      all.push_back(std::move(found));
    }
  return all;
}

}  // namespace oar::plugins

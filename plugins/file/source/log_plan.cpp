#include "plugins/file/source/log_plan.hpp"

#include "plugins/file/source/siblings.hpp"
#include "plugins/file/source/split_id.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace oar::file {
namespace {

// A file that is no more the same, but has the same content so far, is a copy of it: proved by so many bytes.
constexpr std::int64_t proof = 1024;
// Rotated files that a cursor remembers.
constexpr std::size_t remembered = 8;

// Where the rest of a file is that left its path.
struct Rest {
  Position position;
  std::int64_t changed = 0;
};

// A position of an earlier sync.
struct Known {
  std::string split;
  Position position;
  bool newest = false;  // it was at the path of its split
  bool taken = false;   // somebody reads on there
};

struct Found {
  SourceFile file;
  std::string id;
  Descriptor opened;
  FileState state;
  std::optional<Position> position;  // where reading goes on
};

bool same_file(Position const& position, FileState const& state) {
  return position.inode == state.inode && position.device == state.device;
}
bool same_file(Position const& a, Position const& b) { return a.inode == b.inode && a.device == b.device; }

// The same place in the file that it is now.
Position moved_to(Position position, FileState const& state) {
  position.device = state.device;
  position.inode = state.inode;
  return position;
}

class LogPlanner {
 public:
  explicit LogPlanner(Host const& host) : host_{host} {}

  Result<void> load(PlanRequest const& request) {
    for (auto const& saved : request.saved) {
      auto const cursor = OAR_TRY(saved.cursor.value_or(LogCursor{}));
      for (auto const& position : cursor.files)
        known_.push_back({saved.split_id, position, &position == &cursor.files.back()});
    }
    return {};
  }

  Result<void> add(SourceFile const& file) {
    auto opened = OAR_TRY(open_file(file.path));
    auto const state = OAR_TRY(state_of(opened, file.path));
    paths_.insert(file.path);
    found_.push_back({file, split_id(file.path), std::move(opened), state, {}});
    return {};
  }

  Result<std::vector<Split>> plan() {
    for (auto& found : found_) found.position = OAR_TRY(same(found.opened, found.file.path, found.state));
    for (auto& found : found_)
      if (!found.position) found.position = OAR_TRY(copied(found.opened, found.file.path, found.state));
    std::vector<Split> splits;
    for (auto& found : found_) splits.push_back(OAR_TRY(split_of(found)));
    return splits;
  }

 private:
  // The furthest known position in this very file.
  Result<std::optional<Position>> same(Descriptor const& opened, std::string const& path, FileState const& state) {
    std::optional<Position> best;
    for (auto& known : known_) {
      if (!same_file(known.position, state) || !OAR_TRY(continues(opened, path, known.position))) continue;
      known.taken = true;
      if (!best || best->offset < known.position.offset) best = known.position;
    }
    return best;
  }

  // The furthest known position in a file that this one is a copy of, if nobody reads on in that one.
  Result<std::optional<Position>> copied(Descriptor const& opened, std::string const& path, FileState const& state,
                                         std::string const* of_split = nullptr) {
    Known const* best = nullptr;
    for (auto const& known : known_) {
      if (known.taken || known.position.extent < proof || (of_split && known.split != *of_split)) continue;
      if (best && best->position.offset >= known.position.offset) continue;
      if (OAR_TRY(continues(opened, path, known.position))) best = &known;
    }
    if (!best) return std::optional<Position>{};
    take(best->position);
    return std::optional{moved_to(best->position, state)};
  }

  void take(Position const& position) {
    for (auto& known : known_)
      if (same_file(known.position, position)) known.taken = true;
  }

  Result<Split> split_of(Found& found) {
    LogCursor cursor;
    std::vector<Position> pieces;
    auto const siblings = OAR_TRY(siblings_of(found.file.path));
    for (auto& known : known_) {
      if (known.split != found.id || (found.position && same_file(known.position, *found.position))) continue;
      if (known.taken) {
        cursor.files.push_back(known.position);  // another split reads it: kept, should that one fail
        continue;
      }
      auto const rest = OAR_TRY(rest_of(known, found, siblings));
      if (rest) pieces.push_back(rest->position);
      if (rest && known.newest) OAR_TRY(add_unseen(*rest, found, siblings, pieces));
      if (!rest && known.newest) warn(known, found);
    }
    if (cursor.files.size() > remembered)
      cursor.files.erase(cursor.files.begin(), cursor.files.end() - static_cast<std::ptrdiff_t>(remembered));
    cursor.files.insert(cursor.files.end(), pieces.begin(), pieces.end());
    if (!found.position) found.position = OAR_TRY(position_at(found.opened, found.file.path, 0, 0));
    cursor.files.push_back(*found.position);
    return Split{.id = found.id,
                 .scope = found.file.path,
                 .tables = {found.file.table},
                 .data = Cursor{LogSplit{found.file.path, static_cast<std::int64_t>(pieces.size() + 1)}}.bytes(),
                 .start = Cursor{cursor},
                 .est_bytes = found.state.size - found.position->offset};
  }

  // A file that left its path, or its copy, beside it and read by no other split.
  Result<std::optional<Rest>> rest_of(Known const& known, Found const& found, std::vector<Sibling> const& siblings) {
    for (auto const is_copy : {false, true}) {
      for (auto const& [path, state, changed] : siblings) {
        if (paths_.contains(path)) continue;
        if (is_copy ? !is_rotated_name(path, found.file.path) : !same_file(known.position, state)) continue;
        auto const opened = open_file(path);
        if (!opened) continue;  // not ours to read, or gone meanwhile
        auto const position =
            is_copy ? OAR_TRY(copied(*opened, path, state, &known.split)) : OAR_TRY(same(*opened, path, state));
        if (position) return std::optional{Rest{*position, changed}};
      }
    }
    return std::optional<Rest>{};
  }

  // Files that came and were rotated away between two syncs: younger than the one that was read last.
  Result<void> add_unseen(Rest const& last, Found const& found, std::vector<Sibling> const& siblings,
                          std::vector<Position>& pieces) {
    for (auto sibling = siblings.rbegin(); sibling != siblings.rend(); ++sibling) {  // oldest first
      auto const& [path, state, changed] = *sibling;
      if (changed < last.changed || !is_rotated_name(path, found.file.path) || paths_.contains(path)) continue;
      if (std::ranges::any_of(pieces, [&](Position const& piece) { return same_file(piece, sibling->state); }))
        continue;
      auto const opened = OAR_TRY(open_file(path));
      if (OAR_TRY(is_known(opened, path, state))) continue;
      if (parts_of(path).compression != Compression::none) {
        host_.warn(path, ": was rotated away and packed between two syncs; what is in it is not read");
        continue;
      }
      pieces.push_back(OAR_TRY(position_at(opened, path, 0, 0)));
    }
    return {};
  }

  Result<bool> is_known(Descriptor const& opened, std::string const& path, FileState const& state) const {
    for (auto const& known : known_)
      if (same_file(known.position, state) && OAR_TRY(continues(opened, path, known.position))) return true;
    return false;
  }

  void warn(Known const& known, Found const& found) const {
    auto const& path = found.file.path;
    auto const lost =
        " what was added to it after byte " + std::to_string(known.position.offset) + " and before that may be missing";
    if (same_file(known.position, found.state))
      return host_.warn(path, ": shrank or was written anew and is read from its beginning;", lost);
    auto const is_old = [&](Found const& other) { return is_rotated_name(path, other.file.path); };
    if (std::ranges::none_of(found_, is_old))  // the oldest part of a log goes in the end
      host_.warn(path, ": is another file than before, and the one before is not found beside it;", lost);
  }

  Host const& host_;
  std::vector<Known> known_;
  std::vector<Found> found_;
  std::set<std::string> paths_;
};

}  // namespace

Result<std::vector<Split>> plan_logs(std::vector<SourceFile> const& files, PlanRequest const& request,
                                     Host const& host) {
  LogPlanner planner{host};
  OAR_TRY(planner.load(request));
  for (auto const& file : files) OAR_TRY(planner.add(file));
  return planner.plan();
}

}  // namespace oar::file

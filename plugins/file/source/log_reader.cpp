#include "plugins/file/source/log_reader.hpp"

#include "plugins/file/source/records.hpp"
#include "plugins/file/source/siblings.hpp"

#include <algorithm>

namespace oar::file {
namespace {

// One file of the log, opened by what it is and not by its name.
struct Piece {
  std::string path;
  Descriptor opened;
  FileState state;
  std::size_t position = 0;  // its place in the cursor
};

Result<std::optional<Piece>> open_if_it_is(std::string const& path, Position const& position) {
  auto opened = open_file(path);
  if (!opened) return std::optional<Piece>{};
  auto const state = OAR_TRY(state_of(*opened, path));
  auto const is_it = state.inode == position.inode && state.device == position.device;
  if (!is_it || !OAR_TRY(continues(*opened, path, position))) return std::optional<Piece>{};
  return std::optional<Piece>{Piece{path, *std::move(opened), state}};
}

// The file may have been renamed again since the plan was made.
Result<std::optional<Piece>> find_piece(std::string const& path, Position const& position) {
  auto found = OAR_TRY(open_if_it_is(path, position));
  if (found) return found;
  auto const siblings = OAR_TRY(siblings_of(path));
  for (auto const& sibling : siblings) {
    if (sibling.state.inode == position.inode) found = OAR_TRY(open_if_it_is(sibling.path, position));
    if (found) break;
  }
  return found;
}

class LogReader final : public Reader {
 public:
  LogReader(SourceFile const& file, std::shared_ptr<TablePlan const> plan, LogCursor cursor, std::vector<Piece> pieces)
      : file_{file}, plan_{std::move(plan)}, cursor_{std::move(cursor)}, pieces_{std::move(pieces)} {}

  Result<More> next(Output& out) override {
    while (current_ < pieces_.size()) {
      if (!opened_) OAR_TRY(open());
      auto const more = records_ ? OAR_TRY(records_->read(out)) : More::no;
      if (records_) OAR_TRY(note(out, more));
      if (more == More::yes) return More::yes;
      warn_of_rest(out.host());
      records_.reset();
      opened_ = false;
      ++current_;
    }
    return More::no;
  }

 private:
  Result<void> open() {
    auto& piece = pieces_[current_];
    auto named = file_;
    named.path = piece.path;
    auto const offset = cursor_.files[piece.position].offset;
    auto copy = OAR_TRY(duplicate(piece.opened, piece.path));
    records_ = OAR_TRY(Records::open(std::move(copy), named, plan_, offset, WholeLines::yes));
    covered_ = offset;
    opened_ = true;
    return {};
  }

  // A log that is cut while it is read may have grown again beyond the place where reading goes on.
  Result<void> note(Output& out, More more) {
    if (more == More::yes && !records_->enough()) return {};
    auto const& piece = pieces_[current_];
    auto const position = records_->position(piece.state);
    OAR_TRY(check_unchanged(piece.opened, piece.path, position));
    if (records_->offset() == covered_) return {};
    cursor_.files[piece.position] = position;
    covered_ = records_->offset();
    records_->covered();
    out.checkpoint(Cursor{cursor_});
    out.progress(records_->offset(), piece.state.size);
    return {};
  }

  // Of the newest file, the rest of the line is still to come.
  void warn_of_rest(Host const& host) const {
    if (!records_ || records_->left() == 0 || current_ + 1 == pieces_.size()) return;
    host.warn(pieces_[current_].path, ": was rotated away in the middle of a line; its last ", records_->left(),
              " bytes are not read until their line has its end");
  }

  SourceFile file_;
  std::shared_ptr<TablePlan const> plan_;
  LogCursor cursor_;
  std::vector<Piece> pieces_;  // oldest first
  std::size_t current_ = 0;
  std::optional<Records> records_;  // none while the file has no header yet
  bool opened_ = false;
  std::int64_t covered_ = 0;
};

}  // namespace

Result<std::unique_ptr<Reader>> read_log(SourceFile const& file, LogSplit const& split,
                                         std::shared_ptr<TablePlan const> plan, Cursor const& from, Host const& host) {
  auto const cursor = OAR_TRY(from.value_or(LogCursor{}));
  auto const count = std::min(cursor.files.size(), static_cast<std::size_t>(split.reads));
  std::vector<Piece> pieces;
  for (auto i = cursor.files.size() - count; i < cursor.files.size(); ++i) {
    auto piece = OAR_TRY(find_piece(file.path, cursor.files[i]));
    if (!piece) {  // its place stays in the cursor, and the next plan looks for it again
      host.warn(file.path, ": the file that was there when this sync began is gone; the next one looks for it");
      continue;
    }
    piece->position = i;
    pieces.push_back(*std::move(piece));
  }
  return std::unique_ptr<Reader>{std::make_unique<LogReader>(file, std::move(plan), cursor, std::move(pieces))};
}

}  // namespace oar::file

#pragma once
// Turns what a reader fills into the messages of oar/abi/message.h.

#include <oar/detail/array_share.hpp>
#include <oar/detail/call.hpp>
#include <oar/detail/split_text.hpp>
#include <oar/source.hpp>

#include <atomic>
#include <deque>

namespace oar {

namespace detail {

// The C struct of a split and what it points at. The host sees the tables that it asked for rows of, and no others.
struct SplitExport {
  explicit SplitExport(SplitText from) : text{std::move(from)}, descriptor{encode_split(text)} {
    for (auto const& table : text.tables)
      if (table.emit) names.push_back(borrow(table.name));
    abi.struct_size = sizeof abi;
    abi.flags = text.split.flags;
    abi.split_id = borrow(text.split.id);
    abi.scope = borrow(text.split.scope);
    abi.descriptor = borrow_bytes(descriptor);
    abi.start_cursor = borrow_bytes(text.split.start.bytes());
    abi.n_tables = names.size();
    abi.tables = names.data();
    abi.est_rows = text.split.est_rows;
    abi.est_bytes = text.split.est_bytes;
  }
  SplitExport(SplitExport const&) = delete;

  SplitText text;
  std::string descriptor;
  std::vector<oar_str> names;
  oar_split abi{};
};

struct Message {
  std::int32_t kind = OAR_MSG_NONE;
  std::uint32_t table = 0;
  OwnedSchema schema = {};
  OwnedArray batch = {};
  std::string cursor = {};
  std::int64_t done = -1, total = -1;
  std::unique_ptr<SplitExport> split = {};
  std::optional<Error> error = {};
};

}  // namespace detail

class ScanState {
 public:
  ScanState(std::unique_ptr<Reader> reader, Output output, Cursor start, bool keeps_position,
            detail::SplitText const& split)
      : reader_{std::move(reader)},
        output_{std::move(output)},
        position_{std::move(start)},
        keeps_position_{keeps_position},
        tables_{split.tables},
        scope_{split.split.scope} {}

  Result<void> next(oar_message* out, oar_error* error) {
    if (cancelled_) return Error::of(Errc::cancelled, "the scan was cancelled");
    if (pending_.empty() && ended_) return Error::of(Errc::invalid_state, "next() after the end of the scan");
    if (failed_) return Error::of(Errc::invalid_state, "next() after an error");
    if (pending_.empty()) {
      failed_ = true;  // unless it comes back: a retry is a new scan
      OAR_TRY(read());
      failed_ = false;
    }
    if (pending_.empty()) {
      out->kind = OAR_MSG_NONE;
      return {};
    }
    current_ = std::move(pending_.front());
    pending_.pop_front();
    fill(out, error);
    return {};
  }

  void cancel() {
    cancelled_ = true;
    reader_->cancel();
  }
  void committed(oar_bytes cursor) { reader_->committed(Cursor{detail::view(cursor)}); }

 private:
  Result<void> read() {
    auto const more = OAR_TRY(reader_->next(output_));
    OAR_TRY(flush());
    if (more == More::yes) return {};
    ended_ = true;
    // An empty read never erases a position; a full table starts anew.
    pending_.push_back({.kind = OAR_MSG_END, .cursor = keeps_position_ ? position_.bytes() : std::string{}});
    return {};
  }

  // Parents stand before children in the split, so their batches go first. Rows behind the checkpoint follow it.
  Result<void> flush() {
    spoil_children();
    std::vector<detail::Message> behind;
    for (auto& slot : output_.slots_) OAR_TRY(flush(slot, behind));
    for (auto& split : std::exchange(output_.found_, {})) OAR_TRY(send(std::move(split)));
    if (auto progress = std::exchange(output_.progress_, {}))
      pending_.push_back({.kind = OAR_MSG_PROGRESS, .done = progress->first, .total = progress->second});
    if (auto checkpoint = std::exchange(output_.checkpoint_, {})) {
      position_ = *std::move(checkpoint);
      pending_.push_back({.kind = OAR_MSG_CHECKPOINT, .cursor = position_.bytes()});
    }
    for (auto& message : behind) pending_.push_back(std::move(message));
    return {};
  }

  // A table that nobody sees has no layout to report an error by: its children carry it.
  void spoil_children() {
    for (bool again = true; std::exchange(again, false);)
      for (auto& slot : output_.slots_) {
        if (!slot.failed || slot.wanted.emit || slot.reported) continue;
        slot.reported = again = true;
        for (auto& child : output_.slots_)
          if (child.wanted.table.parent() == slot.wanted.table.name() && !child.failed)
            child.failed = Error{*slot.failed}.within("its parent " + slot.wanted.table.name());
      }
  }

  Result<void> flush(Output::Slot& slot, std::vector<detail::Message>& behind) {
    auto const& table = slot.wanted.table;
    if (auto const fault = slot.rows.fault())
      return Error::of(Errc::data, "table ", table.name(), ", column ", table.columns()[*fault].name,
                       ": a row holds a value that is no ", describe(table.columns()[*fault].type));
    auto const rows = slot.rows.length();
    auto const covered = std::exchange(slot.covered, 0);
    auto batch = rows > 0 ? slot.rows.finish(&slot.wanted.keep) : OwnedArray{};
    if (slot.reported || !slot.wanted.emit || (rows == 0 && !slot.failed)) return {};
    if (!slot.layout) {
      slot.layout = layouts_++;
      pending_.push_back({.kind = OAR_MSG_TABLE, .table = *slot.layout, .schema = kept(slot.wanted).to_schema()});
    }
    auto const put = [&](auto& into, OwnedArray part) {
      if (part && part->length > 0)
        into.push_back({.kind = OAR_MSG_BATCH, .table = *slot.layout, .batch = std::move(part)});
    };
    if (output_.checkpoint_ && covered < rows) {
      auto [before, after] = detail::cut_rows(std::move(batch), covered);
      put(pending_, std::move(before));
      if (!slot.failed) put(behind, std::move(after));
    } else {
      put(pending_, std::move(batch));
    }
    if (slot.failed) {
      pending_.push_back({.kind = OAR_MSG_TABLE_ERROR, .table = *slot.layout, .error = slot.failed});
      slot.reported = true;
    }
    return {};
  }

  Result<void> send(Split found) {
    auto text = detail::SplitText{std::move(found), {}};
    for (auto const& name : text.split.tables) {
      auto const table = std::ranges::find(tables_, name, &detail::SplitTable::name);
      if (table == tables_.end())
        return Error::of(Errc::internal, "split ", text.split.id, " was found for table ", name,
                         ", which is not among the tables of the split that found it");
      text.tables.push_back(*table);
    }
    if (text.split.scope.empty()) text.split.scope = scope_;
    pending_.push_back({.kind = OAR_MSG_SPLIT, .split = std::make_unique<detail::SplitExport>(std::move(text))});
    return {};
  }

  static Table kept(Output::Wanted const& wanted) {
    auto table = wanted.table;
    table.keep_columns(wanted.keep);
    return table;
  }

  void fill(oar_message* out, oar_error* error) {
    out->kind = current_.kind;
    out->table = current_.table;
    out->done = current_.done;
    out->total = current_.total;
    if (current_.schema) current_.schema.move_to(&out->schema);
    if (current_.batch) current_.batch.move_to(&out->batch);
    if (current_.kind == OAR_MSG_CHECKPOINT || current_.kind == OAR_MSG_END)
      detail::give(std::move(current_.cursor), &out->cursor);
    if (current_.split) out->split = &current_.split->abi;
    if (current_.error) detail::write_error(*current_.error, error);
  }

  std::unique_ptr<Reader> reader_;
  Output output_;
  Cursor position_;
  bool keeps_position_;  // of an incremental split: END repeats the last position
  std::vector<detail::SplitTable> tables_;
  std::string scope_;
  std::uint32_t layouts_ = 0;  // declared so far
  std::deque<detail::Message> pending_;
  detail::Message current_;
  bool ended_ = false;
  bool failed_ = false;
  std::atomic<bool> cancelled_ = false;
};

}  // namespace oar

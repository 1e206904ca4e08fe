#pragma once
// A file's records as rows: the window over its bytes, the decoder of its format, and the rejects.

#include "plugins/file/source/decoder.hpp"
#include "plugins/file/source/files.hpp"
#include "plugins/file/source/position.hpp"

#include <oar/source.hpp>

#include <memory>
#include <optional>

namespace oar::file {

// Between two checkpoints, so that neither memory nor a repetition grows with the file, and that several such stretches
// can be on their way at once.
inline constexpr std::size_t batches_between_checkpoints = 2;

// The host keeps refused records in memory until then.
inline constexpr std::size_t refused_between_checkpoints = 4096;

class Records {
 public:
  // Reads the header, then goes to `offset` when it lies behind it. Nothing when there is no header yet: the file is
  // empty, or, where only whole lines count, the first one has no end.
  static Result<std::optional<Records>> open(Descriptor file, SourceFile const& named,
                                             std::shared_ptr<TablePlan const> plan, std::int64_t offset,
                                             WholeLines whole);

  // Adds rows until the output is full; no: the end of what can be read.
  Result<More> read(Output& out);
  // Where the next record begins, unpacked.
  std::int64_t offset() const { return window_.offset(); }
  // So much was read, or refused, that it should become durable.
  bool enough() const { return batches_ >= batches_between_checkpoints || refused_ >= refused_between_checkpoints; }
  void covered() { batches_ = refused_ = 0; }
  // What is left at the end and was not taken: a record without its end.
  std::size_t left() const { return window_.rest().size(); }
  // Of a plain file: where the next record begins, and by what the file is known again.
  Position position(FileState const& state) const {
    return position_behind(state, window_.offset(), window_.head(), window_.tail());
  }

 private:
  Records(Window window, SourceFile const& named, std::shared_ptr<TablePlan const> plan, WholeLines whole)
      : window_{std::move(window)}, path_{named.path}, plan_{std::move(plan)}, whole_{whole} {}

  Result<bool> start(Format format);
  Result<void> reject(std::vector<Refused> const& refused, Output const& out);
  Error open_quote() const;

  Window window_;
  std::string path_;
  std::shared_ptr<TablePlan const> plan_;
  WholeLines whole_;
  std::unique_ptr<Decoder> decoder_;
  // Since the last checkpoint.
  std::size_t batches_ = 0;
  std::size_t refused_ = 0;
};

}  // namespace oar::file

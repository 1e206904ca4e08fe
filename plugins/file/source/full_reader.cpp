#include "plugins/file/source/full_reader.hpp"

#include "plugins/file/source/position.hpp"
#include "plugins/file/source/records.hpp"

namespace oar::file {
namespace {

class FullReader final : public Reader {
 public:
  FullReader(SourceFile const& named, Descriptor file, std::optional<Records> records, FileState const& state)
      : named_{named}, file_{std::move(file)}, records_{std::move(records)}, state_{state} {}

  Result<More> next(Output& out) override {
    if (!records_) return More::no;  // it is empty
    auto const more = OAR_TRY(records_->read(out));
    if (named_.compression == Compression::none) out.progress(records_->offset(), state_.size);
    if (more == More::no) OAR_TRY(check_size());
    if (more == More::no || records_->enough()) OAR_TRY(checkpoint(out));
    return more;
  }

 private:
  // Of a compressed file, the fingerprints speak of all that is packed.
  Result<void> checkpoint(Output& out) {
    records_->covered();
    auto const plain = named_.compression == Compression::none;
    auto const position =
        plain ? records_->position(state_) : OAR_TRY(position_at(file_, named_.path, records_->offset(), state_.size));
    if (plain) OAR_TRY(check_unchanged(file_, named_.path, position));
    out.checkpoint(Cursor{position});
    return {};
  }

  Result<void> check_size() const {
    auto const now = OAR_TRY(state_of(file_, named_.path));
    auto const read = named_.compression == Compression::none ? records_->offset() : state_.size;
    if (now.size >= read) return {};
    return Error::of(Errc::data, named_.path, ": shrank to ", now.size, " bytes while it was read; sync again");
  }

  SourceFile named_;
  Descriptor file_;
  std::optional<Records> records_;
  FileState state_;
};

}  // namespace

Result<std::unique_ptr<Reader>> read_whole(SourceFile const& file, std::shared_ptr<TablePlan const> plan,
                                           Cursor const& from) {
  auto opened = OAR_TRY(open_file(file.path));
  auto const state = OAR_TRY(state_of(opened, file.path));
  auto const position = OAR_TRY(from.value_or(Position{}));
  if (!from.empty() && !OAR_TRY(continues(opened, file.path, position)))
    return Error::of(Errc::cursor_expired, file.path, ": is not the file any more that was read up to byte ",
                     position.offset);
  auto copy = OAR_TRY(duplicate(opened, file.path));
  auto records = OAR_TRY(Records::open(std::move(copy), file, std::move(plan), position.offset, WholeLines::no));
  return std::unique_ptr<Reader>{std::make_unique<FullReader>(file, std::move(opened), std::move(records), state)};
}

}  // namespace oar::file

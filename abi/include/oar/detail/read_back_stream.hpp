#pragma once
// A Reader as an Arrow stream: how a destination's committed rows are read back.

#include <oar/source.hpp>

#include <cerrno>

namespace oar {

// Collects what a reader adds, batch by batch, outside a scan.
class RowStream {
 public:
  RowStream(Table table, std::unique_ptr<Reader> reader)
      : table_{std::move(table)},
        reader_{std::move(reader)},
        output_{{{table_, std::vector<bool>(table_.columns().size(), true), true}}, {}, {}} {}

  Table const& table() const { return table_; }
  std::string const& last_error() const { return last_error_; }

  // The next batch; none at the end.
  Result<OwnedArray> next() {
    while (!ended_) {
      ended_ = OAR_TRY(reader_->next(output_)) == More::no;
      auto& rows = output_.to(std::size_t{0});
      if (auto const fault = rows.fault())
        return Error::of(Errc::data, "column ", table_.columns()[*fault].name, ": a value does not fit");
      if (rows.length() > 0) return rows.finish();
    }
    return OwnedArray{};
  }

  static RowStream& of(ArrowArrayStream* stream) { return *static_cast<RowStream*>(stream->private_data); }

  static int get_next(ArrowArrayStream* stream, ArrowArray* out) {
    auto error = detail::empty_error();
    auto const status = detail::guarded(&error, [&]() -> Result<void> {
      OAR_TRY(of(stream).next()).move_to(out);
      return {};
    });
    if (status != OAR_OK) of(stream).last_error_ = error.message;
    return status == OAR_OK ? 0 : EIO;
  }

 private:
  Table table_;
  std::unique_ptr<Reader> reader_;
  Output output_;
  bool ended_ = false;
  std::string last_error_;
};

namespace detail {

inline ArrowArrayStream make_stream(Table table, std::unique_ptr<Reader> reader) {
  ArrowArrayStream out{};
  out.private_data = new RowStream{std::move(table), std::move(reader)};
  out.get_next = RowStream::get_next;
  out.get_schema = [](ArrowArrayStream* stream, ArrowSchema* schema) {
    auto error = empty_error();
    auto const status = guarded(&error, [&]() -> Result<void> {
      RowStream::of(stream).table().to_schema().move_to(schema);
      return {};
    });
    return status == OAR_OK ? 0 : ENOMEM;
  };
  out.get_last_error = [](ArrowArrayStream* stream) -> char const* {
    return RowStream::of(stream).last_error().c_str();
  };
  out.release = [](ArrowArrayStream* stream) {
    delete &RowStream::of(stream);
    stream->release = nullptr;
  };
  return out;
}

}  // namespace detail
}  // namespace oar

// Plain files by read(), gzip by zlib, zstd by libzstd.
#include "plugins/file/formats/bytes_in.hpp"

#include <algorithm>
#include <cerrno>
#include <limits>
#include <utility>
#include <vector>

#include <zlib.h>
#include <zstd.h>

namespace oar::file {
namespace {

Result<std::size_t> read_some(Descriptor const& file, std::string const& path, std::span<char> into) {
  while (true) {
    auto const count = ::read(file.get(), into.data(), into.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) return os_error(path, "cannot be read", errno);
  }
}

// What is compressed can only be read up to a place.
Result<void> read_away(BytesIn& bytes, std::int64_t count) {
  std::vector<char> chunk(std::size_t{1} << 16);
  while (count > 0) {
    auto const wanted = std::min(chunk.size(), static_cast<std::size_t>(count));
    auto const got = OAR_TRY(bytes.read({chunk.data(), wanted}));
    if (got == 0) return {};
    count -= static_cast<std::int64_t>(got);
  }
  return {};
}

class PlainBytes final : public BytesIn {
 public:
  PlainBytes(Descriptor file, std::string path) : file_{std::move(file)}, path_{std::move(path)} {}

  Result<std::size_t> read(std::span<char> into) override { return read_some(file_, path_, into); }
  Result<void> skip(std::int64_t count) override {
    if (::lseek(file_.get(), static_cast<off_t>(count), SEEK_CUR) < 0) return os_error(path_, "cannot be read", errno);
    return {};
  }

 private:
  Descriptor file_;
  std::string path_;
};

class GzipBytes final : public BytesIn {
 public:
  GzipBytes(gzFile stream, std::string path) : stream_{stream}, path_{std::move(path)} {}
  ~GzipBytes() override { ::gzclose_r(stream_); }

  Result<std::size_t> read(std::span<char> into) override {
    auto const most = static_cast<std::size_t>(std::numeric_limits<int>::max());
    auto const count = ::gzread(stream_, into.data(), static_cast<unsigned>(std::min(into.size(), most)));
    if (count > 0 && ::gzdirect(stream_) == 0) return static_cast<std::size_t>(count);
    if (count > 0) return Error::of(Errc::data, path_, ": its name says gzip, but it is not");
    int code = Z_OK;  // a file that is cut off ends without an error of gzread's own
    auto const* why = ::gzerror(stream_, &code);
    if (code == Z_OK || code == Z_STREAM_END) return std::size_t{0};
    return Error::of(Errc::data, path_, ": cannot be unpacked to its end: ", why);
  }
  Result<void> skip(std::int64_t count) override { return read_away(*this, count); }

 private:
  gzFile stream_;
  std::string path_;
};

class ZstdBytes final : public BytesIn {
 public:
  ZstdBytes(Descriptor file, std::string path)
      : file_{std::move(file)},
        path_{std::move(path)},
        stream_{::ZSTD_createDStream()},
        packed_(ZSTD_DStreamInSize()) {}
  ~ZstdBytes() override { ::ZSTD_freeDStream(stream_); }
  ZstdBytes(ZstdBytes const&) = delete;

  Result<std::size_t> read(std::span<char> into) override {
    ZSTD_outBuffer out{into.data(), into.size(), 0};
    auto flushed =
        missing_ == 0;  // what the decoder holds back of a block that did not fit comes before the file's rest
    while (out.pos == 0) {
      if (in_.pos == in_.size && std::exchange(flushed, true) && !OAR_TRY(refill())) return std::size_t{0};
      missing_ = ::ZSTD_decompressStream(stream_, &out, &in_);
      if (::ZSTD_isError(missing_) != 0)
        return Error::of(Errc::data, path_, ": cannot be unpacked: ", ::ZSTD_getErrorName(missing_));
    }
    return out.pos;
  }
  Result<void> skip(std::int64_t count) override { return read_away(*this, count); }

 private:
  // False at the end of the file.
  Result<bool> refill() {
    in_ = {packed_.data(), OAR_TRY(read_some(file_, path_, packed_)), 0};
    if (in_.size > 0) return true;
    if (missing_ != 0) return Error::of(Errc::data, path_, ": cannot be unpacked to its end: it is cut off");
    return false;
  }

  Descriptor file_;
  std::string path_;
  ZSTD_DStream* stream_;
  std::vector<char> packed_;
  ZSTD_inBuffer in_{nullptr, 0, 0};
  std::size_t missing_ = 0;  // of the frame that is being read
};

Result<std::unique_ptr<BytesIn>> gzip_of(Descriptor file, std::string path) {
  auto* const stream = ::gzdopen(file.get(), "rb");
  if (!stream) return Error::of(Errc::no_memory, path, ": no memory to unpack it");
  file.release();  // gzclose closes it
  ::gzbuffer(stream, 1u << 17);
  return std::unique_ptr<BytesIn>{std::make_unique<GzipBytes>(stream, std::move(path))};
}

}  // namespace

Result<std::unique_ptr<BytesIn>> bytes_of(Descriptor file, std::string path, Compression compression) {
  switch (compression) {
    case Compression::gzip:
      return gzip_of(std::move(file), std::move(path));
    case Compression::zstd:
      return std::unique_ptr<BytesIn>{std::make_unique<ZstdBytes>(std::move(file), std::move(path))};
    case Compression::none:
      break;
  }
  return std::unique_ptr<BytesIn>{std::make_unique<PlainBytes>(std::move(file), std::move(path))};
}

}  // namespace oar::file

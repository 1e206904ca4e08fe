// zlib and libzstd as streams into a file.
#include "plugins/file/formats/compress_write.hpp"

#include <algorithm>
#include <vector>

#include <zlib.h>
#include <zstd.h>

namespace oar::file {
namespace {

constexpr std::size_t block = std::size_t{64} << 10;

class Gzip final : public Compressor {
 public:
  ~Gzip() override {
    if (ready_) deflateEnd(&stream_);
  }

  Result<void> start() {
    constexpr int window_and_gzip_header = 15 + 16;
    auto const code =
        deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window_and_gzip_header, 8, Z_DEFAULT_STRATEGY);
    if (code != Z_OK) return Error::of(Errc::no_memory, "zlib does not start: ", zError(code));
    ready_ = true;
    return {};
  }

  Result<void> add(std::string_view text, DurableFile& into) override {
    while (!text.empty()) {
      auto const part = std::min(text.size(), std::size_t{1} << 30);  // zlib counts in 32 bits
      // zlib's type is not const, but it only reads.
      stream_.next_in = const_cast<Bytef*>(reinterpret_cast<Bytef const*>(text.data()));
      stream_.avail_in = static_cast<uInt>(part);
      while (stream_.avail_in > 0) OAR_TRY(step(Z_NO_FLUSH, into));
      text.remove_prefix(part);
    }
    return {};
  }

  Result<void> finish(DurableFile& into) override {
    while (!ended_) OAR_TRY(step(Z_FINISH, into));
    return {};
  }

 private:
  Result<void> step(int flush, DurableFile& into) {
    stream_.next_out = reinterpret_cast<Bytef*>(out_.data());
    stream_.avail_out = static_cast<uInt>(out_.size());
    auto const code = deflate(&stream_, flush);
    if (code != Z_OK && code != Z_STREAM_END) return Error::of(Errc::internal, "zlib: ", zError(code));
    ended_ = code == Z_STREAM_END;
    return into.append(std::string_view{out_.data(), out_.size() - stream_.avail_out});
  }

  z_stream stream_{};
  std::vector<char> out_ = std::vector<char>(block);
  bool ready_ = false;
  bool ended_ = false;
};

class Zstd final : public Compressor {
 public:
  explicit Zstd(ZSTD_CCtx* context) : context_{context} {}

  Result<void> start() {
    auto const code = ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1);
    if (ZSTD_isError(code) != 0) return Error::of(Errc::internal, "zstd: ", ZSTD_getErrorName(code));
    return {};
  }

  Result<void> add(std::string_view text, DurableFile& into) override {
    ZSTD_inBuffer in{text.data(), text.size(), 0};
    while (in.pos < in.size) OAR_TRY(step(in, ZSTD_e_continue, into));
    return {};
  }

  Result<void> finish(DurableFile& into) override {
    ZSTD_inBuffer nothing{nullptr, 0, 0};
    do OAR_TRY(step(nothing, ZSTD_e_end, into));
    while (left_ > 0);
    return {};
  }

 private:
  Result<void> step(ZSTD_inBuffer& in, ZSTD_EndDirective directive, DurableFile& into) {
    ZSTD_outBuffer out{out_.data(), out_.size(), 0};
    left_ = ZSTD_compressStream2(context_.get(), &out, &in, directive);
    if (ZSTD_isError(left_) != 0) return Error::of(Errc::internal, "zstd: ", ZSTD_getErrorName(left_));
    return into.append(std::string_view{out_.data(), out.pos});
  }

  struct Free {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  };
  std::unique_ptr<ZSTD_CCtx, Free> context_;
  std::vector<char> out_ = std::vector<char>(block);
  std::size_t left_ = 0;
};

}  // namespace

Result<std::unique_ptr<Compressor>> gzip_compressor() {
  auto made = std::make_unique<Gzip>();
  OAR_TRY(made->start());
  return std::unique_ptr<Compressor>{std::move(made)};
}

Result<std::unique_ptr<Compressor>> zstd_compressor() {
  auto* const context = ZSTD_createCCtx();
  if (!context) return Error::of(Errc::no_memory, "zstd does not start: out of memory");
  auto made = std::make_unique<Zstd>(context);
  OAR_TRY(made->start());
  return std::unique_ptr<Compressor>{std::move(made)};
}

}  // namespace oar::file

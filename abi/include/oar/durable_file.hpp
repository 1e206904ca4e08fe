#pragma once
// A file that appears whole or not at all: written under another name; publish() = fsync, rename, fsync of the folder.

#include <oar/result.hpp>

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace oar {

class DurableFile {
 public:
  explicit DurableFile(std::string path) : path_{std::move(path)}, temporary_{path_ + ".part"} {}
  DurableFile(DurableFile&& other) noexcept
      : path_{std::move(other.path_)},
        temporary_{std::move(other.temporary_)},
        pending_{std::move(other.pending_)},
        fd_{std::exchange(other.fd_, -1)} {}
  DurableFile& operator=(DurableFile&&) = delete;
  ~DurableFile() { discard(); }

  template <class... Parts>
  Result<void> append(Parts const&... parts) {
    (pending_ += ... += parts);
    return pending_.size() < (std::size_t{1} << 18) ? Result<void>{} : drain();
  }

  // When this returns, the file is there under its name and outlives a power cut.
  Result<void> publish() {
    OAR_TRY(drain());
    if (::fsync(fd_) != 0 || ::close(std::exchange(fd_, -1)) != 0) return failed("fsync");
    if (::rename(temporary_.c_str(), path_.c_str()) != 0) return failed("rename");
    auto const folder = ::open(parent().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return failed("open the folder of");
    auto const synced = ::fsync(folder);
    ::close(folder);
    return synced == 0 ? Result<void>{} : failed("fsync the folder of");
  }

  void discard() {
    pending_.clear();
    if (fd_ < 0) return;
    ::close(std::exchange(fd_, -1));
    ::unlink(temporary_.c_str());
  }

 private:
  Error failed(char const* what) const {
    return Error::of(Errc::io, "cannot ", what, " ", path_, ": ", std::strerror(errno));
  }
  std::string parent() const {
    auto const slash = path_.rfind('/');
    return slash == std::string::npos ? "." : slash == 0 ? "/" : path_.substr(0, slash);
  }

  Result<void> drain() {
    if (fd_ < 0) fd_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd_ < 0) return failed("create");
    for (std::string_view rest = pending_; !rest.empty();) {
      auto const written = ::write(fd_, rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return failed("write");
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
    pending_.clear();
    return {};
  }

  std::string path_;
  std::string temporary_;
  std::string pending_;
  int fd_ = -1;
};

}  // namespace oar

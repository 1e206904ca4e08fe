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

// One writer for a path at a time: PATH.part is its draft, and what a crash left of it is overwritten. A file that is
// there already is replaced. After an error nothing can be published any more.
class DurableFile {
 public:
  explicit DurableFile(std::string path) : path_{std::move(path)}, temporary_{path_ + ".part"} {}
  DurableFile(DurableFile&& other) noexcept
      : path_{std::move(other.path_)},
        temporary_{std::move(other.temporary_)},
        pending_{std::move(other.pending_)},
        fd_{std::exchange(other.fd_, -1)},
        drafted_{std::exchange(other.drafted_, false)},
        over_{std::exchange(other.over_, true)} {}
  DurableFile& operator=(DurableFile&&) = delete;
  ~DurableFile() { discard(); }

  template <class... Parts>
  Result<void> append(Parts const&... parts) {
    OAR_TRY(check_open());
    (pending_ += ... += parts);
    return pending_.size() < (std::size_t{1} << 18) ? Result<void>{} : drain();
  }

  // When this returns, the file is there under its name and outlives a power cut.
  Result<void> publish() {
    OAR_TRY(check_open());
    OAR_TRY(drain());
    if (sync(fd_) != 0) return failed("fsync");
    if (::close(std::exchange(fd_, -1)) != 0 && errno != EINTR) return failed("close");
    if (::rename(temporary_.c_str(), path_.c_str()) != 0) return failed("rename");
    drafted_ = false;
    over_ = true;
    auto const folder = ::open(parent().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return failed("open the folder of");
    Result<void> done;
    if (sync(folder) != 0) done = failed("fsync the folder of");
    ::close(folder);
    return done;
  }

  // Removes the draft; a published file stays.
  void discard() {
    over_ = true;
    pending_.clear();
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
    if (std::exchange(drafted_, false)) ::unlink(temporary_.c_str());
  }

 private:
  // An error ends it: what the draft holds is not known any more.
  Error failed(char const* what) {
    auto error = Error::of(Errc::io, "cannot ", what, " ", path_, ": ", std::strerror(errno));
    discard();
    return error;
  }
  Result<void> check_open() const {
    if (!over_) return {};
    return Error::of(Errc::invalid_state, path_, " was published or discarded already");
  }
  std::string parent() const {
    auto const slash = path_.rfind('/');
    return slash == std::string::npos ? "." : slash == 0 ? "/" : path_.substr(0, slash);
  }
  static int sync(int fd) {
    int done = 0;
    do done = ::fsync(fd);
    while (done != 0 && errno == EINTR);
    return done;
  }

  Result<void> drain() {
    if (fd_ < 0) {
      fd_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
      if (fd_ < 0) return failed("create");
      drafted_ = true;
    }
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
  bool drafted_ = false;  // the draft exists
  bool over_ = false;     // published, discarded or failed
};

}  // namespace oar

#pragma once
// An open file: owns its descriptor.

#include <oar/result.hpp>

#include <cstdint>
#include <string>
#include <utility>

#include <unistd.h>

namespace oar::file {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_{fd} {}
  Descriptor(Descriptor&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }

  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_ = -1;
};

// Which file this is and how long, now.
struct FileState {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::int64_t size = 0;
};

// For reading. Errc::not_found, permission or io, with the path; a folder or a pipe is refused.
Result<Descriptor> open_file(std::string const& path);
// Another descriptor of the same open file: both have one place where reading goes on.
Result<Descriptor> duplicate(Descriptor const& file, std::string const& path);
Result<FileState> state_of(Descriptor const& file, std::string const& path);

// "FILE: what: why" of errno.
Error os_error(std::string const& path, char const* what, int code);

}  // namespace oar::file

#pragma once
// The machine's files as seen under one root: an image or a fixture tree is read exactly as "/" is.

#include <sys/stat.h>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace machine {

// What an attempt to read gave: a value, or the errno that stands for the reason.
template <class T>
struct Outcome {
  T value{};
  int error = 0;

  bool ok() const { return error == 0; }
  bool absent() const;  // not there, or gone since it was listed
  bool denied() const;
};

bool is_absent(int error);
bool is_denied(int error);
template <class T>
bool Outcome<T>::absent() const {
  return is_absent(error);
}
template <class T>
bool Outcome<T>::denied() const {
  return is_denied(error);
}

// Owns one file descriptor.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_{fd} {}
  Fd(Fd&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}
  Fd& operator=(Fd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Fd();

  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

inline constexpr std::uint64_t default_file_limit = std::uint64_t{64} << 20;

// Paths are relative to the root, without a leading slash: "etc/passwd". Symbolic links resolve inside the root,
// absolute ones and ".." included, so that nothing outside is ever opened. Only regular files are read: a pipe or a
// device cannot block us. Safe to use from many threads.
class Files {
 public:
  explicit Files(std::string root);

  // The machine this program runs on, not an image of another one.
  bool live() const { return root_ == "/"; }
  std::string const& root() const { return root_; }

  // The whole file as it is; a file of more than `limit` bytes is EFBIG.
  Outcome<std::string> read(std::string const& path, std::uint64_t limit = default_file_limit) const;
  // As read, with bytes that are not UTF-8 spelled as \xNN (see utf8()).
  Outcome<std::string> read_text(std::string const& path, std::uint64_t limit = default_file_limit) const;
  // Names, sorted, without "." and "..".
  Outcome<std::vector<std::string>> list(std::string const& path) const;
  // Where a symbolic link points, as it is written. EINVAL when it is none.
  Outcome<std::string> read_link(std::string const& path) const;
  // What the path leads to, links followed.
  Outcome<struct stat> status(std::string const& path) const;
  // The last name's own status, a link's included.
  Outcome<struct stat> link_status(std::string const& path) const;
  // A regular file, for streaming.
  Outcome<Fd> open(std::string const& path) const;

 private:
  struct Place {
    Fd folder;
    std::string name;
  };
  enum class Follow : bool { no, yes };

  Outcome<Place> find(std::string_view path, Follow follow) const;
  Outcome<Fd> open_any(std::string const& path, int flags) const;

  std::string root_;
};

}  // namespace machine

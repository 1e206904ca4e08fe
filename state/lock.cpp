// Takes the lock, and writes or reads the note on who holds it.
#include "state/lock.hpp"

#include <array>
#include <ctime>
#include <fstream>
#include <utility>

namespace oar::state {
namespace {

std::string now_utc() {
  std::time_t const now = std::time(nullptr);
  std::array<char, 32> text{};
  std::tm parts{};
#ifdef _WIN32
  gmtime_s(&parts, &now);
#else
  gmtime_r(&now, &parts);
#endif
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

// One line, so that an error can quote the file as it is.
std::string note(std::string const& holder_description) {
  std::string command = holder_description;
  for (char& c : command)
    if (c == '\n' || c == '\r') c = ' ';
  return "process " + std::to_string(os::process_id()) + " on " + os::host_name() + " since " + now_utc() + ": " +
         command + "\n";
}

// Its holder may be writing it at this moment, so it may be empty.
std::string holder(std::filesystem::path const& file) {
  std::string line;
  std::getline(std::ifstream{file}, line);
  return line.empty() ? "another process" : line;
}

}  // namespace

Result<SyncLock> SyncLock::acquire(std::filesystem::path const& file, std::string const& holder_description) {
  auto lock = SyncLock{OAR_TRY(os::open_lock_file(file))};
  auto locked = os::try_lock(lock.handle_);
  if (!locked) return std::move(locked).error().within("state file lock " + file.string());
  if (!*locked)
    return Error::of(Errc::conflict, "state file lock ", file.string(), ": another sync is running (", holder(file),
                     "): wait until it ends, or stop it, and run again");
  os::write_all(lock.handle_, note(holder_description));
  return lock;
}

bool SyncLock::held(std::filesystem::path const& file) { return os::is_locked(file); }

SyncLock::SyncLock(SyncLock&& other) noexcept : handle_{std::exchange(other.handle_, os::no_handle)} {}

SyncLock& SyncLock::operator=(SyncLock&& other) noexcept {
  std::swap(handle_, other.handle_);
  return *this;
}

SyncLock::~SyncLock() {
  if (handle_ != os::no_handle) os::close(handle_);
}

}  // namespace oar::state

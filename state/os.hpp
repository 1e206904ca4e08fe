#pragma once
// What this room needs of the operating system. One implementation per system: os_posix.cpp; os_windows.cpp will
// follow.

#include <cstdint>
#include <filesystem>
#include <string>
#include <system_error>

#include "oar/result.hpp"

namespace oar::state::os {

// Makes the missing folders. When it returns, their names outlive a power cut.
std::error_code create_folders(std::filesystem::path const& folder);

// Makes an empty file that only its owner may read and write; one that exists stays as it is.
Result<void> create_private_file(std::filesystem::path const& file);

using Handle = std::intptr_t;  // a file descriptor, or a Windows HANDLE
inline constexpr Handle no_handle = -1;

// Opens the file (made as above) for locking. Not inherited by programs that are started.
Result<Handle> open_lock_file(std::filesystem::path const& file);
// An exclusive lock that ends with the handle and with the process, however it dies. False = somebody else holds it.
Result<bool> try_lock(Handle handle);
// Whether somebody holds the lock, without taking it.
bool is_locked(std::filesystem::path const& file);
void close(Handle handle);

// Replaces the content; what cannot be written is left out.
void write_all(Handle handle, std::string const& text);

std::int64_t process_id();
std::string host_name();

}  // namespace oar::state::os

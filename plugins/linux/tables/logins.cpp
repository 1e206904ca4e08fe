// Reads var/log/wtmp: glibc's utmp records, of 384 bytes where times have 32 bits (x86, also in 64-bit programs) and of
// 400 where they have 64 (ARM). Numbers are little-endian in both.
#include "logins.hpp"

#include "../saturate.hpp"
#include "../text.hpp"

#include <arpa/inet.h>
#include <algorithm>
#include <array>
#include <cstring>

namespace machine {
namespace {

constexpr char logins_name[] = "linux_logins";

// Where the members behind ut_exit lie; those before are alike.
struct Layout {
  std::size_t size, session, seconds, microseconds, address;
  bool wide;
};
constexpr Layout narrow{384, 336, 340, 344, 348, false};
constexpr Layout wide{400, 336, 344, 352, 360, true};

template <class T>
T at(std::string_view record, std::size_t offset) {
  T value{};
  std::memcpy(&value, record.data() + offset, sizeof value);
  return value;
}

std::int64_t seconds(std::string_view record, Layout const& layout) {
  if (layout.wide) return at<std::int64_t>(record, layout.seconds);
  return at<std::uint32_t>(record, layout.seconds);
}

// The first record's time makes sense in one of the layouts only.
Layout const& layout_of(std::string_view head) {
  constexpr std::int64_t year_1990 = 631152000;
  constexpr std::int64_t year_2100 = 4102444800;
  if (head.size() < wide.size) return narrow;
  auto const time = seconds(head, wide);
  return time >= year_1990 && time < year_2100 ? wide : narrow;
}

std::size_t record_size(std::string_view rest, std::string_view head) {
  auto const size = layout_of(head).size;
  return rest.size() >= size ? size : 0;
}

std::optional<std::string> text_at(std::string_view record, std::size_t offset, std::size_t size) {
  auto const field = record.substr(offset, size);
  return or_null(utf8(std::string{field.substr(0, field.find('\0'))}));
}

char const* type_name(std::int16_t type) {
  static constexpr std::array names{"empty",        "run_level",     "boot",         "clock_set", "clock_unset",
                                    "init_process", "login_process", "user_process", "logout",    "accounting"};
  return type >= 0 && static_cast<std::size_t>(type) < names.size() ? names[static_cast<std::size_t>(type)] : nullptr;
}

// Four words in network order; IPv4 uses the first only.
std::optional<oar::Inet> address(std::string_view bytes) {
  if (std::ranges::all_of(bytes, [](char c) { return c == 0; })) return std::nullopt;
  auto const four = std::ranges::all_of(bytes.substr(4), [](char c) { return c == 0; });
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (!::inet_ntop(four ? AF_INET : AF_INET6, bytes.data(), text.data(), text.size())) return std::nullopt;
  return oar::Inet{text.data()};
}

Login login_of(std::string_view record, Layout const& layout) {
  Login row;
  auto const micros = layout.wide ? at<std::int64_t>(record, layout.microseconds)
                                  : std::int64_t{at<std::int32_t>(record, layout.microseconds)};
  row.logged_at = oar::Timestamp{plus(times(seconds(record, layout), 1'000'000), micros)};
  row.pid = at<std::int32_t>(record, 4);
  row.terminal = text_at(record, 8, 32);
  row.terminal_id = text_at(record, 40, 4);
  row.user_name = text_at(record, 44, 32);
  row.from_host = text_at(record, 76, 256);
  row.session = at<std::int32_t>(record, layout.session);
  row.from_address = address(record.substr(layout.address, 16));
  return row;
}

}  // namespace

oar::Table logins_table() {
  return oar::Table::of<Login>(
             logins_name, "Logins, logouts and starts of the machine, from wtmp",
             {host_column,
              {"log", "Which file of the log: a digest of its first record, which rotation does not change"},
              {"position", "Where the record begins in that file, in bytes"},
              {"logged_at", "When it happened"},
              {"type", "user_process (a login), logout, boot, run_level, login_process, init_process, clock_set ..."},
              {"user_name", "Who; of boot: reboot; of run_level: shutdown or runlevel"},
              {"terminal", "Where: pts/0, tty1; ~ for the machine itself"},
              {"terminal_id", "A short name of the terminal"},
              {"pid", "The login's process"},
              {"from_host", "Where from, as a name; of boot, the kernel's release"},
              {"from_address", "Where from, as an address"},
              {"session", "The session's number"}})
      .key({"host", "log", "position"})
      .incremental({"log", "position"});
}

oar::Result<Logins> Logins::open(Machine& machine, oar::Cursor const& from) {
  return Logins{machine, OAR_TRY(RotatedLog::open(machine, logins_name, "var/log/wtmp", record_size, from))};
}

bool Logins::next(Emit<Login> const& emit) {
  LogUnit unit;
  if (!log_.next(unit)) return false;
  auto const* type = type_name(at<std::int16_t>(unit.bytes, 0));
  if (!type) {
    machine_->problems.malformed(logins_name, "records", log_.path());
    return true;
  }
  auto row = login_of(unit.bytes, layout_of(unit.head));
  row.host = machine_->host;
  row.log = unit.log;
  row.position = unit.offset;
  row.type = type;
  emit(std::move(row));
  return true;
}

}  // namespace machine

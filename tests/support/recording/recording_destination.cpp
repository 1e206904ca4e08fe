// A destination that keeps nothing, or writes down what it was asked for, and fails where it is told to.
//
// With `path`, each commit appends its rows and then one line {"commit": token, "splits": [...]} to that file, and
// syncs it: rows without such a line behind them were never committed. With `sums`, that line has "rows" and "sum"
// instead: the sum, over all rows, of the CRC-32 of a row's values, each with a 0x1F behind it; texts as they are,
// others as JSON.
// With `keeps_state` cursors are in that line, too, and the file is read to say what is durable.

#include <oar/destination.hpp>
#include <oar/json_text.hpp>

#include <atomic>
#include <charconv>
#include <chrono>
#include <fstream>
#include <map>
#include <mutex>

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

namespace {

struct Config {
  std::string path;
  bool sums = false;
  std::string hold;
  std::int64_t delay_ms = 0;
  std::int64_t fail_write = 0;
  std::int64_t fail_migrate = 0;
  std::int64_t fail_commit = 0;
  std::int64_t hang_write = 0;
  std::int64_t lose_answer = 0;
  bool deaf = false;
  bool keeps_state = false;
  bool counts_only = false;
  bool fail_for_ever = false;
  bool retryable = false;
  bool unreachable = false;
  oar::Secret<std::string> password;
};
BOOST_DESCRIBE_STRUCT(Config, (),
                      (path, sums, hold, delay_ms, fail_write, fail_migrate, fail_commit, hang_write, lose_answer, deaf,
                       keeps_state, counts_only, fail_for_ever, retryable, unreachable, password))
constexpr auto oar_settings(Config const*) {
  return std::to_array<oar::Setting>({
      {"path", "The file that is appended to; empty = keep nothing"},
      {"sums", "Write down the number of rows and a checksum of them, not the rows"},
      {"hold", "A file: made before the first write, which waits until it is gone"},
      {"delay_ms", "Milliseconds that each write takes", R"({"minimum": 0})"},
      {"fail_write", "Fail the nth write; 0 = none", R"({"minimum": 0})"},
      {"fail_migrate", "Fail the nth migrate; 0 = none", R"({"minimum": 0})"},
      {"fail_commit", "Fail the nth commit; 0 = none", R"({"minimum": 0})"},
      {"hang_write", "Do not return from the nth write before it is cancelled; 0 = none", R"({"minimum": 0})"},
      {"lose_answer", "Do the nth commit, and answer that nobody knows; 0 = none", R"({"minimum": 0})"},
      {"deaf", "Fail to say whether a commit happened"},
      {"keeps_state", "Keep cursors beside the rows in `path`, and tell them"},
      {"counts_only", "Write down how many rows came, not the rows"},
      {"fail_for_ever", "Fail all calls after the nth, too"},
      {"retryable", "Say that trying again may help"},
      {"unreachable", "Fail to connect"},
      {"password", "A secret; an error mentions it, to prove that nobody sees it"},
  });
}

// Counts the calls of one kind and fails the one that was asked for.
class Gate {
 public:
  oar::Result<void> pass(Config const& config, std::int64_t nth, char const* what) {
    auto const now = ++calls_;
    if (nth == 0 || now < nth || (now > nth && !config.fail_for_ever)) return {};
    auto error = oar::Error::of(oar::Errc::io, "made to fail at ", what, " ", now, " ", config.password.reveal());
    return config.retryable ? std::move(error).retry(1) : error;
  }
  bool is_nth(std::int64_t nth) const { return nth > 0 && calls_ == nth; }

 private:
  std::atomic<std::int64_t> calls_ = 0;
};

// What rows add up to, in any order.
struct Sums {
  std::int64_t rows = 0;
  std::uint64_t sum = 0;

  void add(oar::Batch const& batch) {
    std::string json;
    for (std::int64_t row = 0; row < batch.rows(); ++row, ++rows) {
      auto crc = ::crc32(0, nullptr, 0);
      auto const feed = [&](std::string_view bytes) {
        crc = ::crc32_z(crc, reinterpret_cast<Bytef const*>(bytes.data()), bytes.size());
      };
      for (auto const& column : batch.columns()) {
        json.clear();
        if (column.is_null(row) || !oar::detail::is_bytes(column.type().kind)) oar::append_json(json, column, row);
        feed(json.empty() ? column.bytes(row) : std::string_view{json});
        feed("\x1F");
      }
      sum += crc;
    }
  }
};

struct Shared {
  Config config;
  Gate writes, migrates, commits;
  std::once_flag held;
  std::mutex file;  // held while one commit's lines are appended
};

std::string to_hex(std::string_view bytes) {
  std::string out;
  for (char const c : bytes) {
    out += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
    out += "0123456789abcdef"[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

std::string from_hex(std::string_view text) {
  std::string out;
  for (; text.size() >= 2; text.remove_prefix(2)) {
    unsigned byte = 0;
    std::from_chars(text.data(), text.data() + 2, byte, 16);
    out += static_cast<char>(byte);
  }
  return out;
}

// The lines of commits, in order.
std::vector<oar::json::object> commits_in(std::string const& path) {
  std::vector<oar::json::object> all;
  std::ifstream file{path};
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("{\"commit\"")) all.push_back(oar::json::parse(line).as_object());
  return all;
}

class Recorded final : public oar::Transaction {
 public:
  Recorded(Shared& shared, std::string source, std::string token, oar::Host host)
      : shared_{shared}, source_{std::move(source)}, token_{std::move(token)}, host_{host} {}

  oar::Result<void> write(oar::Layout const& layout, oar::Batch batch) override {
    auto const& config = shared_.config;
    std::call_once(shared_.held, [&] { hold(); });
    if (config.delay_ms > 0) host_.sleep(std::chrono::milliseconds{config.delay_ms});
    OAR_TRY(shared_.writes.pass(config, config.fail_write, "write"));
    if (shared_.writes.is_nth(config.hang_write)) {
      while (host_.sleep(std::chrono::hours{1})) continue;
      return oar::Error::of(oar::Errc::cancelled, "woken by cancellation");
    }
    if (config.path.empty()) return {};
    if (config.sums) return sums_.add(batch), oar::Result<void>{};
    if (config.counts_only) {
      lines_ += oar::json::serialize(oar::json::object{{"table", layout.table.name()}, {"rows", batch.rows()}}) + "\n";
      return {};
    }
    for (std::int64_t row = 0; row < batch.rows(); ++row) {
      lines_ += "{\"table\":";
      oar::detail::append_quoted(lines_, layout.table.name());
      lines_ += ",\"row\":";
      oar::append_json(lines_, batch, row);
      lines_ += "}\n";
    }
    return {};
  }

  oar::Result<void> commit(std::span<oar::StoredState const> states) override {
    auto const& config = shared_.config;
    OAR_TRY(shared_.commits.pass(config, config.fail_commit, "commit"));
    if (config.path.empty()) return {};
    oar::json::array splits;
    oar::json::array kept;
    for (auto const& state : states) {
      splits.emplace_back(state.split_id);
      kept.push_back(oar::json::array{state.split_id, state.epoch, to_hex(state.cursor)});
    }
    oar::json::object line{{"commit", token_}, {"splits", std::move(splits)}};
    if (config.keeps_state) {
      line["source"] = source_;
      line["states"] = std::move(kept);
    }
    if (config.sums) line["rows"] = sums_.rows, line["sum"] = sums_.sum;
    lines_ += oar::json::serialize(line) + "\n";
    OAR_TRY(append());
    if (shared_.commits.is_nth(config.lose_answer))
      return oar::Error::of(oar::Errc::commit_unknown, "the connection was lost");
    return {};
  }

 private:
  void hold() {
    auto const* const path = shared_.config.hold.c_str();
    if (*path == '\0') return;
    ::close(::open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    while (::access(path, F_OK) == 0 && host_.sleep(std::chrono::milliseconds{5}))
      ;
  }

  oar::Result<void> append() {
    std::lock_guard const lock{shared_.file};
    auto const failed = [&] { return oar::Error::of(oar::Errc::io, "cannot append to ", shared_.config.path); };
    auto const fd = ::open(shared_.config.path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0) return failed();
    auto const written = ::write(fd, lines_.data(), lines_.size());
    auto const synced = ::fsync(fd);
    ::close(fd);
    if (written != static_cast<ssize_t>(lines_.size()) || synced != 0) return failed();
    return {};
  }

  Shared& shared_;
  std::string source_;
  std::string token_;
  oar::Host host_;
  std::string lines_;
  Sums sums_;
};

class RecordingWriter final : public oar::Writer {
 public:
  RecordingWriter(Shared& shared, std::string source) : shared_{shared}, source_{std::move(source)} {}

  oar::Abilities abilities() const override {
    auto const atomic = shared_.config.keeps_state ? std::uint32_t{OAR_CAP_ATOMIC_STATE} : 0U;
    return {.capabilities = OAR_CAP_UPSERT | atomic};
  }
  oar::Result<std::vector<oar::StoredState>> load_state() override {
    std::map<std::string, oar::StoredState> last;
    for (auto const& line : commits_in(shared_.config.path)) {
      if (line.at("source") != oar::json::string_view{source_}) continue;
      for (auto const& each : line.at("states").as_array()) {
        std::string const split{each.at(0).as_string()};
        last[split] = {split, each.at(1).to_number<std::uint64_t>(), from_hex(std::string{each.at(2).as_string()})};
        if (last[split].cursor.empty()) last.erase(split);
      }
    }
    std::vector<oar::StoredState> all;
    for (auto const& [split, state] : last) all.push_back(state);
    return all;
  }
  oar::Result<bool> resolve(std::string_view token) override {
    if (shared_.config.deaf) return oar::Error::of(oar::Errc::io, "made to be deaf");
    for (auto const& line : commits_in(shared_.config.path))
      if (line.at("commit") == oar::json::string_view{token.data(), token.size()}) return true;
    return false;
  }
  oar::Result<std::vector<std::string>> migrate(oar::Layout const& layout, oar::MigrateMode) override {
    OAR_TRY(shared_.migrates.pass(shared_.config, shared_.config.fail_migrate, "migrate"));
    return std::vector<std::string>{"table " + layout.table.name()};
  }
  oar::Result<std::unique_ptr<oar::Transaction>> begin(std::string token, oar::Host host) override {
    return std::make_unique<Recorded>(shared_, source_, std::move(token), host);
  }

 private:
  Shared& shared_;
  std::string source_;
};

class Recording final : public oar::Destination {
 public:
  using Config = ::Config;
  explicit Recording(Config config) { shared_.config = std::move(config); }

  oar::Result<std::unique_ptr<oar::Writer>> open(oar::WriterOptions options) override {
    if (shared_.config.unreachable) return oar::Error::of(oar::Errc::io, "made to be unreachable");
    return std::make_unique<RecordingWriter>(shared_, std::move(options.source_name));
  }

 private:
  Shared shared_;
};

}  // namespace

OAR_EXPORT_DESTINATION(Recording, {.id = "dev.oarlock.test.recording",
                                   .name = "recording",
                                   .version = "1.0.0",
                                   .summary = "Keeps nothing, or writes down what it was asked for"})

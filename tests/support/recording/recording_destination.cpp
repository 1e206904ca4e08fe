// A destination that keeps nothing, or writes down what it was asked for, and fails where it is told to.
//
// With `path`, each commit appends its rows and then one line {"commit": token, "splits": [...]} to that file, and
// syncs it: rows without such a line behind them were never committed. With `sums`, that line has "rows" and "sum"
// instead: the sum, over all rows, of the CRC-32 of a row's values, each with a 0x1F behind it; texts as they are,
// others as JSON.

#include <oar/destination.hpp>
#include <oar/json_text.hpp>

#include <atomic>
#include <chrono>
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
  bool fail_for_ever = false;
  bool retryable = false;
  bool unreachable = false;
  oar::Secret<std::string> password;
};
BOOST_DESCRIBE_STRUCT(Config, (),
                      (path, sums, hold, delay_ms, fail_write, fail_migrate, fail_commit, fail_for_ever, retryable,
                       unreachable, password))
constexpr auto oar_settings(Config const*) {
  return std::to_array<oar::Setting>({
      {"path", "The file that is appended to; empty = keep nothing"},
      {"sums", "Write down the number of rows and a checksum of them, not the rows"},
      {"hold", "A file: made before the first write, which waits until it is gone"},
      {"delay_ms", "Milliseconds that each write takes", R"({"minimum": 0})"},
      {"fail_write", "Fail the nth write; 0 = none", R"({"minimum": 0})"},
      {"fail_migrate", "Fail the nth migrate; 0 = none", R"({"minimum": 0})"},
      {"fail_commit", "Fail the nth commit; 0 = none", R"({"minimum": 0})"},
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

class Recorded final : public oar::Transaction {
 public:
  Recorded(Shared& shared, std::string token, oar::Host host)
      : shared_{shared}, token_{std::move(token)}, host_{host} {}

  oar::Result<void> write(oar::Layout const& layout, oar::Batch batch) override {
    auto const& config = shared_.config;
    std::call_once(shared_.held, [&] { hold(); });
    if (config.delay_ms > 0) host_.sleep(std::chrono::milliseconds{config.delay_ms});
    OAR_TRY(shared_.writes.pass(config, config.fail_write, "write"));
    if (config.path.empty()) return {};
    if (config.sums) return sums_.add(batch), oar::Result<void>{};
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
    for (auto const& state : states) splits.emplace_back(state.split_id);
    oar::json::object line{{"commit", token_}, {"splits", std::move(splits)}};
    if (config.sums) line["rows"] = sums_.rows, line["sum"] = sums_.sum;
    lines_ += oar::json::serialize(line) + "\n";
    return append();
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
  std::string token_;
  oar::Host host_;
  std::string lines_;
  Sums sums_;
};

class RecordingWriter final : public oar::Writer {
 public:
  explicit RecordingWriter(Shared& shared) : shared_{shared} {}

  oar::Abilities abilities() const override { return {.capabilities = OAR_CAP_UPSERT}; }
  oar::Result<std::vector<std::string>> migrate(oar::Layout const& layout, oar::MigrateMode) override {
    OAR_TRY(shared_.migrates.pass(shared_.config, shared_.config.fail_migrate, "migrate"));
    return std::vector<std::string>{"table " + layout.table.name()};
  }
  oar::Result<std::unique_ptr<oar::Transaction>> begin(std::string token, oar::Host host) override {
    return std::make_unique<Recorded>(shared_, std::move(token), host);
  }

 private:
  Shared& shared_;
};

class Recording final : public oar::Destination {
 public:
  using Config = ::Config;
  explicit Recording(Config config) { shared_.config = std::move(config); }

  oar::Result<std::unique_ptr<oar::Writer>> open(oar::WriterOptions) override {
    if (shared_.config.unreachable) return oar::Error::of(oar::Errc::io, "made to be unreachable");
    return std::make_unique<RecordingWriter>(shared_);
  }

 private:
  Shared shared_;
};

}  // namespace

OAR_EXPORT_DESTINATION(Recording, {.id = "dev.oarlock.test.recording",
                                   .name = "recording",
                                   .version = "1.0.0",
                                   .summary = "Keeps nothing, or writes down what it was asked for"})

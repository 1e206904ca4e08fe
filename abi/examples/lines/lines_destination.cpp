// A destination that appends JSON lines, one file per table and commit, so that a half commit is never seen.
#include <oar/append_destination.hpp>
#include <oar/durable_file.hpp>  // writes under another name; publish() = fsync, rename, fsync of the folder
#include <oar/json_text.hpp>
#include <oar/uuid.hpp>

namespace {

struct Config {
  std::string folder = ".";
};
BOOST_DESCRIBE_STRUCT(Config, (), (folder))
constexpr auto oar_settings(Config const*) {
  return std::to_array<oar::Setting>({{"folder", "Where the files appear; it must exist"}});
}

class LineFile final : public oar::TableWriter {
 public:
  explicit LineFile(std::string path) : out_{std::move(path)} {}

  oar::Result<void> write(oar::Batch const& batch) override {
    for (std::int64_t row = 0; row < batch.rows(); ++row) {
      line_.clear();
      oar::append_json(line_, batch, row);
      OAR_TRY(out_.append(line_, '\n'));
    }
    return {};
  }

  // When this returns, the rows outlive a power cut, and only then does the host record the checkpoint.
  oar::Result<void> commit() override { return out_.publish(); }

 private:
  oar::DurableFile out_;
  std::string line_;
};

class Lines final : public oar::AppendDestination {
 public:
  using Config = ::Config;
  explicit Lines(Config config) : config_{std::move(config)} {}

  oar::Result<std::unique_ptr<oar::TableWriter>> load(oar::Table const& table) override {
    if (table.name().find('/') != std::string::npos)  // or "../x" would be a file somewhere else
      return oar::Error::of(oar::Errc::schema, "table ", table.name(), ": a file's name has no '/'");
    return std::make_unique<LineFile>(config_.folder + "/" + table.name() + "." + oar::random_uuid() + ".jsonl");
  }

 private:
  Config config_;
};

}  // namespace

OAR_EXPORT_DESTINATION(
    Lines, {.id = "dev.oarlock.lines", .name = "lines", .version = "0.1.0", .summary = "Appends JSON lines"})

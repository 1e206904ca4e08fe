// A source that greets: the smallest complete plugin. Copy this folder to start your own.
#include <oar/source.hpp>

namespace {

struct Config {
  std::string greeting = "hello";
  std::int64_t count = 3;
};
BOOST_DESCRIBE_STRUCT(Config, (), (greeting, count))
constexpr auto oar_settings(Config const*) {
  return std::to_array<oar::Setting>({
      {"greeting", "What each row says"},
      {"count", "How many rows there are", R"({"minimum": 0})"},
  });
}

class Greetings final : public oar::Reader {
 public:
  Greetings(Config const& config, std::int64_t last) : config_{config}, last_{last} {}

  // Fills one batch; the checkpoint says where the next sync resumes.
  oar::Result<oar::More> next(oar::Output& out) override {
    while (!out.full() && last_ < config_.count) {
      ++last_;
      out.row(last_, config_.greeting + " #" + std::to_string(last_));
    }
    out.checkpoint(last_);
    return last_ < config_.count ? oar::More::yes : oar::More::no;
  }

 private:
  Config const& config_;
  std::int64_t last_;
};

class Hello final : public oar::Source {
 public:
  using Config = ::Config;
  explicit Hello(Config config) : config_{std::move(config)} {}

  oar::Result<oar::Catalog> discover() override {
    return oar::Catalog{oar::Table{"greetings", "One row for each greeting"}
                            .key("id", oar::Type::int64, "Counts up from 1")
                            .column("text", oar::Type::text, "The greeting")
                            .incremental({"id"})};
  }

  oar::Result<std::unique_ptr<oar::Reader>> read(oar::Split const&, oar::Cursor const& from) override {
    auto const last = OAR_TRY(from.value_or<std::int64_t>(0));
    return std::make_unique<Greetings>(config_, last);
  }

 private:
  Config config_;
};

}  // namespace

OAR_EXPORT_SOURCE(
    Hello, {.id = "dev.oarlock.hello", .name = "hello", .version = "0.1.0", .summary = "Emits numbered greetings"})

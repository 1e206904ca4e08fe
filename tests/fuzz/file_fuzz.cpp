// Whatever a file holds, the file source fails with words or gives batches that keep the contract, value by value.
#include "host/contract/check_batch.hpp"
#include "host/contract/check_columns.hpp"
#include "host/contract/check_values.hpp"
#include "plugins/file/source/source.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <oar/abi/host/reject.h>

#include <array>
#include <filesystem>
#include <fstream>

namespace {

using namespace oar;
using namespace oar::file;

constexpr std::array endings{"csv", "ndjson", "csv.gz", "csv.zst", "ndjson.gz"};
constexpr std::array types{"",        "boolean",      "int8", "int64", "uint64",    "float32",
                           "float64", "decimal(9,2)", "text", "json",  "uuid",      "inet",
                           "mac",     "binary",       "date", "time",  "timestamp", "local_timestamp"};

// A folder that goes with the process.
struct Folder {
  std::string path = [] {
    auto name = (std::filesystem::temp_directory_path() / "oar-fuzz-XXXXXX").string();
    fuzz::must(::mkdtemp(name.data()) != nullptr, "a folder");
    return name;
  }();
  ~Folder() { std::filesystem::remove_all(path); }
};

oar_status OAR_CALL take_reject(oar_host const*, oar_str table, oar_bytes row, oar_str reason, oar_error*) {
  fuzz::must(table.size > 0 && row.size > 0 && reason.size > 0, "a reject says what and why");
  return OAR_OK;
}

void const* OAR_CALL service(oar_host const*, char const* id) {
  static constexpr oar_host_reject reject{sizeof(oar_host_reject), 0, take_reject};
  return std::string_view{id} == OAR_HOST_REJECT ? &reject : nullptr;
}

void check_batch(ArrowSchema const& schema, ArrowArray const& batch) {
  for (auto const& checked : {contract::check_batch(schema, batch), contract::check_values(schema, batch)})
    if (!checked) fuzz::must(false, "a batch keeps the contract", checked.error().message());
}

void scan(FileSource& source, Table const& table, Split const& split, Host host, BatchLimits limits) {
  auto reader = source.read(split, Cursor{split.start.bytes()});
  if (!reader) return;
  std::vector<Output::Wanted> wanted{{table, std::vector<bool>(table.columns().size(), true)}};
  ScanState state{*std::move(reader), Output{std::move(wanted), limits, host}, Cursor{}, true,
                  detail::SplitText{split, {}}};
  OwnedSchema schema;
  for (bool over = false; !over;) {
    oar_message message{};
    message.struct_size = sizeof message;
    auto error = detail::empty_error();
    over = !state.next(&message, &error) || message.kind == OAR_MSG_END;
    auto declared = OwnedSchema::from(&message.schema);
    auto const batch = OwnedArray::from(&message.batch);
    if (message.kind == OAR_MSG_TABLE) {
      schema = std::move(declared);
      auto const checked = contract::check_columns(*schema);
      if (!checked) fuzz::must(false, "a table keeps the contract", checked.error().message());
    }
    if (message.kind == OAR_MSG_BATCH) check_batch(*schema, *batch);
    if (message.cursor.release) message.cursor.release(&message.cursor);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  static Folder const folder;
  fuzz::Input input{data, size};
  auto const path = folder.path + "/t." + endings[input.byte() % endings.size()];
  auto const* const type = types[input.byte() % types.size()];
  auto const flags = input.byte();
  std::ofstream{path, std::ios::binary} << input.rest();

  json::object config{{"path", path}, {"incremental", (flags & 1) != 0}};
  if (*type) config["columns"] = json::object{{"a", type}};
  if (flags & 2) config["primary_key"] = json::array{"a"};
  oar_host const handle{sizeof handle, OAR_ABI_MAJOR, OAR_ABI_MINOR, 0, nullptr, "fuzz", "0", service};
  Host const host{&handle};
  auto source = FileSource::open(*read_config<SourceConfig>(json::serialize(config)), host);
  auto const catalog = source ? (*source)->discover() : Result<Catalog>{Catalog{}};
  if (catalog) {
    for (auto const& table : *catalog) {
      PlanRequest request{};
      request.selected.push_back({.table = table.name(), .mode = table.read_modes().front()});
      auto const plan = (*source)->plan(request);
      if (!plan) continue;
      for (auto const& split : plan->splits)
        scan(**source, table, split, host, {.rows = flags & 4 ? 2u : 1000u, .bytes = 1 << 20});
    }
  }
  std::filesystem::remove(path);
  return 0;
}

// Reads /proc/cpuinfo in its x86 spelling and in that of ARM ("CPU implementer", "Features").
#include "cpus.hpp"

#include "../text.hpp"

#include <map>

namespace machine {
namespace {

constexpr char cpus_name[] = "linux_cpus";
constexpr char cpus_path[] = "proc/cpuinfo";
using Facts = std::map<std::string, std::string, std::less<>>;

std::optional<std::string> first_of(Facts const& facts, std::initializer_list<std::string_view> names) {
  for (auto const name : names)
    if (auto const found = facts.find(name); found != facts.end() && !found->second.empty()) return found->second;
  return std::nullopt;
}

std::optional<std::int64_t> integer(Facts const& facts, std::string_view name) {
  auto const text = first_of(facts, {name});
  return text ? number(*text) : std::nullopt;
}

Cpu cpu_of(std::string const& host, std::int64_t processor, Facts const& facts) {
  auto const mhz = first_of(facts, {"cpu MHz"});
  return {.host = host,
          .processor = processor,
          .vendor = first_of(facts, {"vendor_id", "CPU implementer"}),
          .model_name = first_of(facts, {"model name", "Model", "cpu"}),
          .family = first_of(facts, {"cpu family", "CPU architecture"}),
          .model = first_of(facts, {"model", "CPU part"}),
          .stepping = first_of(facts, {"stepping", "CPU revision"}),
          .microcode = first_of(facts, {"microcode"}),
          .mhz = mhz ? real(*mhz) : std::nullopt,
          .cache_size = first_of(facts, {"cache size"}),
          .socket = integer(facts, "physical id"),
          .core = integer(facts, "core id"),
          .flags = strings(words(first_of(facts, {"flags", "Features", "isa"}).value_or(""))),
          .bugs = strings(words(first_of(facts, {"bugs"}).value_or("")))};
}

}  // namespace

oar::Table cpus_table() {
  return oar::Table::of<Cpu>(cpus_name, "Logical processors",
                             {host_column,
                              {"processor", "The processor's number, from 0"},
                              {"vendor", "Who made it: AuthenticAMD; on ARM the implementer's number"},
                              {"model_name", "The model for people"},
                              {"family", "The family; on ARM the architecture's number"},
                              {"model", "The model's number; on ARM the part"},
                              {"stepping", "The revision"},
                              {"microcode", "The microcode's revision"},
                              {"mhz", "The clock at the moment of reading"},
                              {"cache_size", "The largest cache, as the kernel prints it"},
                              {"socket", "The physical package"},
                              {"core", "The core within the package"},
                              {"flags", "What it can do"},
                              {"bugs", "Known faults that the kernel works around"}})
      .key({"host", "processor"});
}

oar::Result<void> read_cpus(Machine& machine, Emit<Cpu> const& emit) {
  auto const text = OAR_TRY(machine.main_text(cpus_name, cpus_path));
  Facts facts;
  std::optional<std::int64_t> processor;
  auto const finish = [&] {
    if (processor) emit(cpu_of(machine.host, *processor, facts));
    processor.reset();
    facts.clear();
  };
  for_each_line(text.value_or(""), [&](std::string_view line, std::int64_t) {
    auto const [name, value, found] = halve(line, ':');
    if (!found) return;
    if (trim(name) == "processor") {
      finish();
      processor = number(trim(value));
      if (!processor) machine.problems.malformed(cpus_name, "processors", cpus_path);
    }
    facts.emplace(trim(name), trim(value));
  });
  finish();
  return {};
}

}  // namespace machine

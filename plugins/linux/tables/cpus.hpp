#pragma once
// linux_cpus: a row per logical processor.

#include "../row.hpp"

namespace machine {

struct Cpu {
  std::string host;
  std::int64_t processor = 0;
  std::optional<std::string> vendor;
  std::optional<std::string> model_name;
  std::optional<std::string> family;
  std::optional<std::string> model;
  std::optional<std::string> stepping;
  std::optional<std::string> microcode;
  std::optional<double> mhz;
  std::optional<std::string> cache_size;
  std::optional<std::int64_t> socket;
  std::optional<std::int64_t> core;
  std::vector<std::string> flags;
  std::vector<std::string> bugs;
};
BOOST_DESCRIBE_STRUCT(Cpu, (),
                      (host, processor, vendor, model_name, family, model, stepping, microcode, mhz, cache_size, socket,
                       core, flags, bugs))

oar::Table cpus_table();
oar::Result<void> read_cpus(Machine& machine, Emit<Cpu> const& emit);

}  // namespace machine

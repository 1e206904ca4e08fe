#pragma once
// One reading of one split: an owner over the ABI's object, and its messages as values.

#include <oar/abi/source.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "host/sync/engine.hpp"
#include "host/sync/rows/arrow_owner.hpp"
#include "host/sync/services.hpp"
#include "host/sync/split_run.hpp"
#include "oar/result.hpp"

namespace oar::sync {

// Owns what came with it.
struct Message {
  std::int32_t kind = OAR_MSG_NONE;
  std::uint32_t table = 0;
  std::uint32_t flags = 0;
  OwnedSchema schema;
  OwnedArray batch;
  std::string cursor;
  std::int64_t done = -1;
  std::int64_t total = -1;
  oar_split const* split = nullptr;  // until the next call
  std::optional<Error> table_error;
};

// One thread at a time.
class Scan {
 public:
  static Result<std::unique_ptr<Scan>> open(SourceEnd const& source, Split const& split, std::string const& cursor,
                                            oar_scan_options options, Ledger& ledger, std::stop_token stop);
  Scan(Scan const&) = delete;
  Scan& operator=(Scan const&) = delete;
  ~Scan();

  Result<Message> next();
  oar_scan* raw() { return raw_; }
  Services& services() { return handle_->services(); }

 private:
  Scan(oar_scan* raw, std::unique_ptr<Handle> handle, std::stop_token stop, std::string who);

  std::unique_ptr<Handle> handle_;  // outlives raw_
  oar_scan* raw_;
  std::string const who_;
  std::optional<std::stop_callback<std::function<void()>>> on_stop_;  // ends before raw_ is closed
};

}  // namespace oar::sync

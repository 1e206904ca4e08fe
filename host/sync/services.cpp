#include "host/sync/services.hpp"

#include <oar/abi/host/log.h>
#include <boost/json.hpp>

#include <utility>

#include "host/plugins/call.hpp"

namespace oar::sync {
namespace {

// Plugins may say which table a line is about: {"table": NAME}.
std::string table_in(std::string_view fields_json) {
  if (fields_json.find("\"table\"") == std::string_view::npos) return {};
  boost::system::error_code failed;
  boost::json::value const fields = boost::json::parse({fields_json.data(), fields_json.size()}, failed);
  if (failed || !fields.is_object()) return {};
  boost::json::value const* table = fields.get_object().if_contains("table");
  return table && table->is_string() ? std::string{table->get_string()} : std::string{};
}

}  // namespace

bool Services::log_enabled(std::int32_t level) { return level >= OAR_LOG_WARN || ledger_.events().log_enabled(level); }

void Services::log(std::int32_t level, std::string_view message, std::string_view fields_json) {
  std::string const text = plugins::to_utf8(message);
  ledger_.log({.level = level,
               .source = subject_.source,
               .destination = subject_.destination,
               .split = subject_.split,
               .message = text,
               .fields_json = fields_json});
  if (level != OAR_LOG_WARN) return;
  ledger_.warn({.source = subject_.source,
                .destination = subject_.destination,
                .split = subject_.split,
                .table = table_in(fields_json),
                .message = text});
}

Result<void> Services::reject(std::string_view table, std::string_view row_json, std::string_view reason) {
  Events& events = ledger_.events();
  RejectedRow row{.table = plugins::to_utf8(table),
                  .row_json = events.without_secrets(plugins::to_utf8(row_json)),
                  .reason = events.without_secrets(plugins::to_utf8(reason))};
  std::lock_guard const lock{mutex_};
  rejects_.push_back(std::move(row));
  return {};
}

std::vector<RejectedRow> Services::take_rejects() {
  std::lock_guard const lock{mutex_};
  return std::exchange(rejects_, {});
}

}  // namespace oar::sync

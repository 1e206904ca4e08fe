#include "host/contract/misbehaved.hpp"

#include "host/contract/utf8.hpp"

namespace oar::contract {
namespace {

constexpr std::size_t longest_rule = 1000;

}  // namespace

Error misbehaved_text(std::string_view rule) {
  bool const cut = rule.size() > longest_rule;
  return Error::of(Errc::internal, blame, to_utf8(rule.substr(0, longest_rule)), cut ? " ..." : "");
}

bool blames(Error const& error) { return error.message().find(blame) != std::string::npos; }

Error named(Error error, std::string_view who) {
  std::string text = error.message();
  auto const at = text.find(blame);
  if (at == std::string::npos || who.empty()) return error;
  if (std::string_view{text}.substr(at + blame.size()).starts_with(who)) return error;
  text.insert(at + blame.size(), std::string{who} + ": ");
  Error told = Error::of(error.code(), text).vendor(error.vendor_code());
  return error.retryable() ? std::move(told).retry(error.retry_after_ms()) : told;
}

}  // namespace oar::contract

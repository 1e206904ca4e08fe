#pragma once
// A plugin library loaded by path, and instances of its plugin: through the C ABI and nothing else.

#include <oar/abi.h>
#include <oar/detail/call.hpp>

#include <memory>

#include "host.hpp"
#include "rule.hpp"
#include "run.hpp"

namespace conformance {

using oar::detail::borrow;
using oar::detail::borrow_bytes;
using oar::detail::view;

std::string name_of(oar_status status);

// An oar_error in a larger struct, as a later host would have it: what lies behind stays untouched (R1).
class ErrorBox {
 public:
  ErrorBox();
  oar_error* get() { return &room_.now; }
  bool untouched() const;
  // "OAR_E_IO: disk full"
  std::string text(oar_status status) const;
  oar_error const& now() const { return room_.now; }

 private:
  struct {
    oar_error now;
    unsigned char later[64];
  } room_;
};

// OAR_OK, or the rule is broken.
void must(std::string_view rule, oar_status status, ErrorBox const& error, std::string_view attempt);

// Loaded once a process and never unmapped.
class Library {
 public:
  static Library const& of(Run const& run);

  oar_entry const& entry() const { return *entry_; }
  oar_entry_fn entry_function() const { return function_; }
  oar_descriptor const& descriptor() const { return *descriptor_; }

 private:
  explicit Library(Run const& run);

  Host host_;
  oar_entry_fn function_ = nullptr;
  oar_entry const* entry_ = nullptr;
  oar_descriptor const* descriptor_ = nullptr;
};

enum class Configured { no, yes };

class Instance {
 public:
  explicit Instance(Run const& run, Configured configured = Configured::yes);
  Instance(Instance const&) = delete;
  ~Instance() { destroy(); }

  void destroy();
  oar_status configure(std::string_view text);
  std::string spec();

  oar_plugin* get() const { return plugin_; }
  oar_plugin* operator->() const { return plugin_; }
  oar_source const& source() const { return *source_; }
  oar_destination const& destination() const { return *destination_; }

  ErrorBox error;

 private:
  Host host_;
  oar_plugin* plugin_ = nullptr;
  oar_source const* source_ = nullptr;
  oar_destination const* destination_ = nullptr;
};

}  // namespace conformance

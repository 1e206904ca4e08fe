#pragma once
// Configurations that several scenarios share.

#include <string>

namespace oar::e2e {

// A synthetic source; `spec` is YAML, indented by four spaces.
inline std::string source(std::string const& name, std::string const& destinations, std::string const& spec) {
  return "kind: source\nspec:\n  name: " + name +
         "\n  path: synthetic\n  tables: [\"*\"]\n  skip_dependent_tables: false\n" + "  destinations: [" +
         destinations + "]\n  spec:\n" + spec + "---\n";
}

// A destination into an SQLite file in the working folder.
inline std::string sqlite(std::string const& name, std::string const& more = "") {
  return "kind: destination\nspec:\n  name: " + name + "\n  path: sqlite\n" + more +
         "  spec:\n    connection_string: " + name + ".db\n---\n";
}

// The recording destination, which cannot delete stale rows; `spec` is YAML, indented by four spaces.
inline std::string recording(std::string const& name, std::string const& spec) {
  return "kind: destination\nspec:\n  name: " + name +
         "\n  path: recording\n  write_mode: overwrite\n  spec:" + (spec.empty() ? " {}\n" : "\n" + spec) + "---\n";
}

}  // namespace oar::e2e

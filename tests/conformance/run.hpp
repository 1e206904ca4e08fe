#pragma once
// One check being made: of which plugin, with which quirks, in which folder.

#include <oar/glob.hpp>

#include "quirks.hpp"

namespace conformance {

struct Run {
  std::string plugin;  // the library's path
  Quirks const& quirks;
  fs::path folder;  // the rule's own; what the plugin is told of it is the folder "dir" in it
  fs::path suite;   // shared by all rules

  fs::path dir() const { return folder / "dir"; }
  std::map<std::string, std::string> names() const {
    return {{"DIR", dir().string()}, {"SUITE", suite.string()}, {"QUIRKS", quirks.folder.string()}};
  }
  json::value config() const { return filled(quirks.config, names()); }
  bool is_changing(std::string_view table) const {
    for (auto const& glob : quirks.changing)
      if (oar::glob_matches(glob, table)) return true;
    return false;
  }
};

}  // namespace conformance

#pragma once
// What a sync did, told at its end: as text for people and as JSON for programs. Pure.

#include <boost/json/object.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "host/report/style.hpp"
#include "host/sync/summary.hpp"

namespace oar::report {

struct SummaryContext {
  std::filesystem::path state_file;
  // How long rows of a table moved on a route; zero = none did.
  std::function<std::chrono::milliseconds(sync::Route const&, std::string_view)> time_of;
};

std::string summary_text(sync::Summary const& summary, SummaryContext const& context, Style const& style);
boost::json::object summary_json(sync::Summary const& summary, SummaryContext const& context);

}  // namespace oar::report

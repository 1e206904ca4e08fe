#pragma once
// What a sync would do, or what `migrate` does to tables: as text for people and as JSON for programs. Pure.

#include <boost/json/object.hpp>

#include <filesystem>
#include <string>

#include "host/report/style.hpp"
#include "host/sync/preview.hpp"

namespace oar::report {

std::string preview_text(sync::Preview const& preview, std::filesystem::path const& state_file, Style const& style);
boost::json::object preview_json(sync::Preview const& preview, std::filesystem::path const& state_file);

enum class Told { would_run, did_run };
std::string migration_text(sync::Preview const& preview, Told told, Style const& style);
boost::json::object migration_json(sync::Preview const& preview, Told told);

}  // namespace oar::report

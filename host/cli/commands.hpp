#pragma once
// The commands: each does what the user asked for and returns the exit code.

#include "host/cli/console.hpp"
#include "host/cli/options.hpp"

namespace oar::cli {

int run_sync(Options const& options, Console& console);
int run_plan(Options const& options, Console& console);
int run_migrate(Options const& options, Console& console);
int run_validate(Options const& options, Console& console);
int run_init(Options const& options, Console& console);
int run_test_connection(Options const& options, Console& console);
int run_tables(Options const& options, Console& console);
int run_plugin_list(Options const& options, Console& console);
int run_plugin_info(Options const& options, Console& console);
int run_state_list(Options const& options, Console& console);
int run_state_show(Options const& options, Console& console);
int run_state_reset(Options const& options, Console& console);
int run_state_export(Options const& options, Console& console);
int run_state_import(Options const& options, Console& console);
int run_runs_list(Options const& options, Console& console);
int run_runs_show(Options const& options, Console& console);
int run_rejects_list(Options const& options, Console& console);
int run_rejects_export(Options const& options, Console& console);

}  // namespace oar::cli

#pragma once
// The rules, one list a file.

#include "../rule.hpp"

namespace conformance {

// Of both roles.
Rules library_rules();
Rules spec_rules();
// Of sources.
Rules catalog_rules();
Rules plan_rules();
Rules reading_rules();
Rules resume_rules();
Rules scan_life_rules();
// Of destinations.
Rules writer_rules();
Rules writing_rules();
Rules upsert_rules();
Rules name_rules();
Rules migration_rules();
Rules transaction_rules();
Rules state_rules();
Rules deletion_rules();
Rules read_only_rules();

}  // namespace conformance

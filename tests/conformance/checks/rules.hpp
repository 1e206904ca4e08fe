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

}  // namespace conformance

#pragma once
// Says in a person's words what is wrong with a value that a schema refuses: each unknown member, each missing one,
// each value of a wrong kind.

#include <boost/json/value.hpp>

#include <functional>
#include <map>
#include <string>

namespace oar::config {

namespace json = boost::json;

// May the value at this pointer be shown in a message?
using MayShow = std::function<bool(std::string const& pointer)>;

// By the pointer of what is wrong (for a missing member: where it would be), one message each. What it does not
// understand it does not mention: only valijson decides. The schema is sound.
std::map<std::string, std::string> explain(json::value const& schema, json::value const& value,
                                           MayShow const& may_show);

}  // namespace oar::config

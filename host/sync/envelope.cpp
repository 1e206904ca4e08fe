#include "host/sync/envelope.hpp"

#include <boost/json.hpp>

#include "host/sync/base64.hpp"
#include "oar/json_parts.hpp"

namespace oar::sync {
namespace {

namespace json = boost::json;

constexpr std::int64_t version = 1;

Error damaged(std::string_view what) { return Error::of(Errc::data, "not a saved cursor: ", what); }

Result<std::string> text_of(json::object const& from, std::string_view name) {
  json::value const* value = from.if_contains(name);
  if (!value || !value->is_string()) return damaged(std::string{"member '"}.append(name) + "' is missing or no text");
  return std::string{value->get_string()};
}

Result<std::int64_t> number_of(json::object const& from, std::string_view name) {
  json::value const* value = from.if_contains(name);
  if (!value || !value->is_int64()) return damaged(std::string{"member '"}.append(name) + "' is missing or no integer");
  return value->get_int64();
}

Result<std::vector<std::string>> texts_of(json::object const& from, std::string_view name) {
  json::value const* value = from.if_contains(name);
  if (!value || !value->is_array()) return damaged(std::string{"member '"}.append(name) + "' is missing or no list");
  std::vector<std::string> texts;
  for (json::value const& item : value->get_array()) {
    if (!item.is_string()) return damaged(std::string{"member '"}.append(name) + "' holds something else than text");
    texts.emplace_back(item.get_string());
  }
  return texts;
}

Result<Phase> phase_of(std::string_view text) {
  if (text == "reading") return Phase::reading;
  if (text == "done") return Phase::done;
  if (text == "incomplete") return Phase::incomplete;
  return damaged("unknown phase");
}

Result<Read> read_of(std::string_view text) {
  if (text == "full") return Read::full;
  if (text == "incremental") return Read::incremental;
  return damaged("unknown way of reading");
}

std::string_view name_of(Phase phase) {
  switch (phase) {
    case Phase::reading:
      return "reading";
    case Phase::done:
      return "done";
    case Phase::incomplete:
      break;
  }
  return "incomplete";
}

Result<std::string> bytes_of(json::object const& from, std::string_view name) {
  std::string const encoded = OAR_TRY(text_of(from, name));
  std::optional<std::string> bytes = base64_bytes(encoded);
  if (!bytes) return damaged(std::string{"member '"}.append(name) + "' is not base64");
  return *std::move(bytes);
}

Result<std::optional<Found>> found_of(json::object const& from) {
  json::value const* const value = from.if_contains("found");
  if (!value) return std::optional<Found>{};
  if (!value->is_object()) return damaged("member 'found' is no object");
  json::object const& object = value->get_object();
  Found found;
  found.finder = OAR_TRY(text_of(object, "by"));
  found.descriptor = OAR_TRY(bytes_of(object, "split"));
  found.flags = static_cast<std::uint32_t>(OAR_TRY(number_of(object, "flags")));
  return std::optional{std::move(found)};
}

}  // namespace

std::string encode(Envelope const& envelope) {
  json::array tables;
  for (std::string const& table : envelope.tables) tables.emplace_back(table);
  json::object object;
  object["v"] = version;
  object["sync"] = envelope.sync_id;
  object["time"] = envelope.sync_time_us;
  object["phase"] = name_of(envelope.phase);
  object["read"] = envelope.read == Read::full ? "full" : "incremental";
  object["scope"] = envelope.scope;
  object["tables"] = std::move(tables);
  object["cursor"] = to_base64(envelope.cursor);
  if (envelope.found) {
    object["found"] = json::object{{"by", envelope.found->finder},
                                   {"split", to_base64(envelope.found->descriptor)},
                                   {"flags", envelope.found->flags}};
  }
  return json::serialize(object);
}

Result<Envelope> decode(std::string_view bytes) {
  boost::system::error_code failed;
  json::value const value = json::parse(json::string_view{bytes.data(), bytes.size()}, failed);
  if (failed || !value.is_object()) return damaged("no JSON object");
  json::object const& object = value.get_object();
  std::int64_t const found = OAR_TRY(number_of(object, "v"));
  if (found != version) {
    return Error::of(Errc::unsupported, "saved by another version of oarlock (format ", found, ", this one reads ",
                     version, ")");
  }
  Envelope envelope;
  envelope.sync_id = OAR_TRY(text_of(object, "sync"));
  envelope.sync_time_us = OAR_TRY(number_of(object, "time"));
  std::string const phase = OAR_TRY(text_of(object, "phase"));
  envelope.phase = OAR_TRY(phase_of(phase));
  std::string const read = OAR_TRY(text_of(object, "read"));
  envelope.read = OAR_TRY(read_of(read));
  envelope.scope = OAR_TRY(text_of(object, "scope"));
  envelope.tables = OAR_TRY(texts_of(object, "tables"));
  envelope.cursor = OAR_TRY(bytes_of(object, "cursor"));
  envelope.found = OAR_TRY(found_of(object));
  return envelope;
}

Result<OpenCursor> open_cursor(state::Route const& route, state::Cursor const& cursor) {
  Result<Envelope> envelope = decode(cursor.envelope);
  if (!envelope) {
    return Error::of(envelope.error().code(), "the saved cursor of split '", cursor.split_id, "' of ", route.source,
                     " -> ", route.destination, " cannot be read: ", envelope.error().message(),
                     "; `oarlock state reset` forgets it, and the split is read from the start");
  }
  return OpenCursor{.epoch = cursor.epoch, .envelope = *std::move(envelope)};
}

}  // namespace oar::sync

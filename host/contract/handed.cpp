#include "host/contract/handed.hpp"

#include <oar/abi/source.h>

#include <algorithm>
#include <array>

#include "host/contract/misbehaved.hpp"
#include "host/contract/objects.hpp"
#include "host/contract/utf8.hpp"

namespace oar::contract {
namespace {

constexpr std::uint32_t hints = 1U << 16;  // flags from here on may be unknown
constexpr std::uint64_t most_tables = 100'000;

// What a kind of message carries, and in which of its members.
struct Kind {
  std::int32_t kind;
  std::string_view name;
  bool schema = false;
  bool batch = false;
  bool cursor = false;
  bool split = false;
  std::uint32_t flags = 0;
};

constexpr std::array kinds{
    Kind{.kind = OAR_MSG_NONE, .name = "a NONE message"},
    Kind{.kind = OAR_MSG_END, .name = "an END message", .cursor = true},
    Kind{.kind = OAR_MSG_TABLE, .name = "a TABLE message", .schema = true},
    Kind{.kind = OAR_MSG_BATCH, .name = "a BATCH message", .batch = true},
    Kind{.kind = OAR_MSG_DELETE, .name = "a DELETE message", .batch = true, .flags = OAR_MSGF_CASCADE},
    Kind{.kind = OAR_MSG_CHECKPOINT, .name = "a CHECKPOINT message", .cursor = true},
    Kind{.kind = OAR_MSG_TABLE_ERROR, .name = "a TABLE_ERROR message"},
    Kind{.kind = OAR_MSG_SPLIT, .name = "a SPLIT message", .split = true},
};

Result<void> check_member(Kind const& kind, bool carried, bool there, std::string_view what) {
  if (there && !carried) return misbehaved(kind.name, " carries a ", what, ", which belongs to another kind");
  return {};
}

Result<void> check_size(void const* data, std::uint64_t size, std::uint64_t at_most, std::string_view what) {
  if (size > at_most) return misbehaved(what, " has ", size, " bytes; at most ", at_most, " are taken");
  if (size > 0 && !data) return misbehaved(what, " has ", size, " bytes at NULL");
  return {};
}

}  // namespace

Result<std::string> copied(oar_bytes bytes, std::uint64_t at_most, std::string_view what) {
  OAR_TRY(check_size(bytes.data, bytes.size, at_most, what));
  if (bytes.size == 0) return std::string{};
  return std::string{reinterpret_cast<char const*>(bytes.data), static_cast<std::size_t>(bytes.size)};
}

Result<std::string> copied(oar_str text, std::uint64_t at_most, std::string_view what) {
  oar_bytes const raw{reinterpret_cast<std::uint8_t const*>(text.data), text.size};
  std::string copy = OAR_TRY(copied(raw, at_most, what));
  if (!is_plain_text(copy)) return misbehaved(what, " is not UTF-8 text: ", copy);
  return copy;
}

Result<std::string> taken(oar_buf& from, std::uint64_t at_most, std::string_view what) {
  Result<std::string> copy = copied(oar_bytes{from.data, from.size}, at_most, what);
  auto const release = from.release;
  if (release) {
    auto threw = guarded("the release of a buffer", [&] { release(&from); });
    if (threw && copy) copy = *std::move(threw);
  }
  from = oar_buf{};
  return copy;
}

Result<std::string> split_id(oar_str text, std::string_view what) {
  std::string id = OAR_TRY(copied(text, longest_split_id, what));
  if (id.empty()) return misbehaved(what, " is empty");
  return id;
}

Result<void> check_message(oar_message const& message) {
  if (message.kind >= OAR_MSG_HINTS) return {};
  auto const kind =
      std::find_if(kinds.begin(), kinds.end(), [&](Kind const& each) { return each.kind == message.kind; });
  if (kind == kinds.end()) return misbehaved("a message of the unknown kind ", message.kind);
  OAR_TRY(check_member(*kind, kind->schema, message.schema.release != nullptr, "schema"));
  OAR_TRY(check_member(*kind, kind->batch, message.batch.release != nullptr, "batch"));
  OAR_TRY(check_member(*kind, kind->cursor, message.cursor.size > 0, "cursor"));
  if (kind->schema && !message.schema.release) return misbehaved(kind->name, " without a schema");
  if (kind->batch && !message.batch.release) return misbehaved(kind->name, " without a batch");
  if (kind->split && !message.split) return misbehaved(kind->name, " without a split");
  if ((message.flags % hints) & ~kind->flags)
    return misbehaved(kind->name, " has flags that nobody knows: ", message.flags);
  return {};
}

Result<void> check_split(oar_split const& split) {
  constexpr std::uint32_t known = OAR_SPLIT_EXCLUSIVE | OAR_SPLIT_UNBOUNDED | OAR_SPLIT_LAST | OAR_SPLIT_ACKED;
  if (!OAR_HAS(oar_split, &split, tables))
    return misbehaved("a split has struct_size ", split.struct_size, "; it must be ", sizeof split, " or more");
  if (split.n_tables > most_tables) return misbehaved("a split says that it is of ", split.n_tables, " tables");
  if (split.n_tables > 0 && !split.tables) return misbehaved("a split counts tables but has none");
  if ((split.flags % hints) & ~known) return misbehaved("a split has flags that nobody knows: ", split.flags);
  return {};
}

}  // namespace oar::contract

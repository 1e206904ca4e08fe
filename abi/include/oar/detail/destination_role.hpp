#pragma once
// The destination role of a plugin instance: which class, which tables of calls.

#include <oar/abi/read_back.h>
#include <oar/detail/destination_adapter.hpp>
#include <oar/export.hpp>

#include <string_view>

namespace oar::detail {

struct DestinationCalls {
  explicit DestinationCalls(Destination& connected) : destination{connected} {}
  Destination& destination;
};

template <class DestinationClass>
struct DestinationRole {
  using Class = DestinationClass;
  using Calls = DestinationCalls;
  static constexpr std::uint32_t flag = OAR_ROLE_DESTINATION;
  static constexpr char const* suffix = ".destination";

  static void const* extension(std::string_view id) {
    if (id == OAR_DESTINATION) return &table;
    if (id == OAR_READ_BACK) return &read_back;
    return nullptr;
  }

  static oar_status OAR_CALL open(oar_plugin* plugin, oar_writer_options const* from, oar_writer** out,
                                  oar_error* error) {
    return guarded(error, [&]() -> Result<void> {
      auto* const calls = OAR_TRY(Instance<DestinationRole>::of(plugin).calls());
      OAR_TRY(refuse_unknown_flags(from->flags, OAR_WRITER_READ_ONLY, "writer"));
      WriterOptions options{.source_name = std::string{view(from->source_name)},
                            .sync_id = std::string{view(from->sync_id)},
                            .sync_time_us = from->sync_time_unix_ns / 1000,
                            .read_only = (from->flags & OAR_WRITER_READ_ONLY) != 0,
                            .host = Host{from->host}};
      auto writer = OAR_TRY(calls->destination.open(std::move(options)));
      if (!writer) return Error::of(Errc::internal, "the destination gave no writer");
      *out = WriterExport::make(std::move(writer));
      return {};
    });
  }

  static constexpr oar_destination table{sizeof(oar_destination), 0, open};
  static constexpr oar_read_back read_back{sizeof(oar_read_back), 0, WriterExport::read_back};
};

}  // namespace oar::detail

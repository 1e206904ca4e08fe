#pragma once
// Arrays and composite values in their binary forms.
// Source: src/backend/utils/adt/arrayfuncs.c, array_send(); rowtypes.c, record_send()

#include "plugins/postgresql/source/decoder.hpp"

namespace oar::postgresql::source {

std::string_view misfit_list(Decoder const& decoder, std::string_view bytes);
std::string_view misfit_record(Decoder const& decoder, std::string_view bytes);

void append_list(Decoder const& decoder, std::string_view bytes, Column& column);
void append_record(Decoder const& decoder, std::string_view bytes, Column& column);

}  // namespace oar::postgresql::source

#pragma once
// What tests of batches share.

#include <oar/rows.hpp>
#include <oar/view.hpp>

#include <catch2/catch.hpp>

inline oar::Batch batch_of(oar::Table const& table, oar::OwnedArray array) {
  auto batch = oar::Batch::make(table, std::move(array));
  if (!batch) FAIL(batch.error().message());
  return *std::move(batch);
}

#pragma once
// Stored rows as the broken destination reads them back.

#include <oar/destination.hpp>
#include <oar/source.hpp>

#include "fault.hpp"
#include "memory.hpp"

namespace broken {

class ReadBack final : public oar::Reader {
 public:
  explicit ReadBack(Stored stored) : stored_{std::move(stored)} {}

  oar::Result<oar::More> next(oar::Output& out) override {
    auto& rows = out.to(std::size_t{0});
    auto const& fields = stored_.shape.columns();
    for (auto const& row : stored_.rows) {
      for (std::size_t i = 0; i < fields.size(); ++i) copy_column(rows.column(i), fields[i], row);
      rows.add_rows(1);
    }
    return oar::More::no;
  }

 private:
  void copy_column(oar::Column& out, oar::Field const& field, Row const& row) const {
    auto const at = row.kept->table.index_of(field.name);
    if (field.name == "_oar_deleted_at")
      row.marked ? out.append(std::int64_t{2'000'000}) : out.append_null();
    else if (!at || lost(field, out.type(), row))
      out.append_null();
    else if (is("text_ends_at_nul") && out.type() == oar::Type::text && !row.kept->batch->column(*at).is_null(row.at))
      out.append_bytes(std::string{std::string{row.kept->batch->column(*at).bytes(row.at)}.c_str()});
    else
      copy_value(out, row.kept->batch->column(*at), row.at);
  }

  bool lost(oar::Field const& field, oar::Type const& type, Row const& row) const {
    return (is("a_type_becomes_null") && field.name == "value" && type.kind == oar::Kind::uint64) ||
           (is("a_strange_column_lost") && field.name == "umläut") ||
           (is("a_like_column_lost") && field.name == "a_b") ||
           (is("columns_by_place") && stored_.shape.columns().front().name == "name" && field.name == "id" &&
            row.kept->table.columns().front().name == "id");
  }

  Stored stored_;
};

}  // namespace broken

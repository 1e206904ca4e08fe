// The scan: TABLE, BATCH, CHECKPOINT, END, and what can be wrong with each. Notes what the host does out of order, too.
#include <atomic>
#include <memory>

#include "source.hpp"

namespace zoo {
namespace {

struct Scan {
  oar_scan scan{};
  Settings settings;
  int step = 0;
  bool over = false;  // after END or an error
  std::string cursor = "here";
  oar_str name{};
  oar_split split{};
  ArrowArray kept{};  // ours, though it stood in a message with an error

  bool is(std::string_view fault) const { return settings.is(fault); }
};

void say_table(Scan& scan, oar_message& message) {
  message.kind = OAR_MSG_TABLE;
  message.table = scan.is("layout_gap") ? 5 : 0;
  if (scan.is("schema_released")) return;
  Pairs more;
  if (scan.is("delete_keyless")) more.emplace_back(OAR_META_PRIMARY_KEY, "[]");
  message.schema = animals_schema(scan.is("table_unasked") ? "unicorns" : scan.settings.table, more);
  if (scan.is("null_map_key") || scan.is("catalog_id_text")) harm_schema(scan.settings.fault, message.schema);
  if (scan.is("late_column_name")) message.schema.children[name]->name = "\xFF";
  if (scan.is("late_format")) message.schema.children[name]->format = "vu";
}

void say_batch(Scan const& scan, oar_message& message) {
  bool const deletes = scan.is("delete_columns") || scan.is("delete_keyless");
  message.kind = deletes ? OAR_MSG_DELETE : OAR_MSG_BATCH;
  if (scan.is("unknown_kind")) message.kind = 99;
  if (scan.is("negative_kind")) message.kind = -5;
  if (scan.is("undeclared_table")) message.table = 7;
  if (scan.is("table_error_undeclared")) {
    message.kind = OAR_MSG_TABLE_ERROR;
    message.table = 7;
    return;
  }
  if (scan.is("declared_twice")) return say_table(const_cast<Scan&>(scan), message);
  if (scan.is("batch_missing")) return;
  if (scan.is("batch_flags")) message.flags = OAR_MSGF_CASCADE;
  message.batch = animals_rows();
  harm_batch(scan.settings.fault, message.batch);
}

void say_split(Scan& scan, oar_message& message) {
  message.kind = OAR_MSG_SPLIT;
  if (scan.is("found_null")) return;
  scan.name = str(scan.settings.table);
  scan.split = {sizeof(oar_split), 0, {"found", 5}, {"zoo", 3}, bytes(scan.cursor), {}, 1, &scan.name, -1, -1};
  if (scan.is("found_tables_absurd")) scan.split.n_tables = absurd;
  if (scan.is("found_unknown_table")) scan.name = {"unicorns", 8};
  message.split = &scan.split;
}

void say_checkpoint(Scan& scan, oar_message& message) {
  if (scan.settings.fault.starts_with("found_")) return say_split(scan, message);
  message.kind = OAR_MSG_CHECKPOINT;
  message.cursor.data = reinterpret_cast<std::uint8_t const*>(scan.cursor.data());
  message.cursor.size = scan.cursor.size();
  if (scan.is("cursor_absurd")) message.cursor.size = absurd;
  if (scan.is("cursor_null")) message.cursor.data = nullptr;
  if (scan.is("cursor_empty")) message.cursor.size = 0;
  if (scan.is("cursor_release_throws")) message.cursor.release = [](oar_buf*) { throw 7; };
  if (scan.is("batch_in_checkpoint")) message.batch = animals_rows();
}

oar_status end(Scan& scan, oar_message& message) {
  message.kind = OAR_MSG_END;
  if (scan.is("batch_in_end")) message.batch = animals_rows();
  scan.over = true;
  return OAR_OK;
}

// Over and over, and never END.
void say_nothing(Scan const& scan, oar_message& message) {
  if (scan.is("endless_none")) return;
  if (scan.is("endless_progress")) message.kind = OAR_MSG_PROGRESS;
  if (scan.is("endless_hint")) message.kind = 2000;
  if (scan.is("endless_checkpoint")) say_checkpoint(const_cast<Scan&>(scan), message);
  if (scan.is("endless_empty_batch")) {
    message.kind = OAR_MSG_BATCH;
    message.batch = animals_rows();
    message.batch.length = 0;
  }
}

oar_status OAR_CALL next(oar_scan* raw, std::int64_t, oar_message* message, oar_error* error) {
  Scan& scan = *static_cast<Scan*>(raw->self);
  if (scan.over) host_misbehaved("next() after END or an error");
  switch (scan.step++) {
    case 0:
      say_table(scan, *message);
      return OAR_OK;
    case 1:
      scan.over = true;
      if (scan.is("next_throws")) throw 7;
      if (scan.is("next_raves")) return rave(error);
      if (scan.is("next_unfilled")) return OAR_E_IO;
      if (scan.is("next_cancels")) return fail(error, OAR_E_CANCELLED, "as I was told");
      if (scan.is("next_error_with_batch")) {
        message->batch = scan.kept = animals_rows();
        message->kind = OAR_MSG_BATCH;
        return fail(error, OAR_E_IO, "with a batch that nobody may take");
      }
      scan.over = false;
      say_batch(scan, *message);
      return OAR_OK;
    case 2:
      if (scan.is("end_without_cursor")) return end(scan, *message);
      say_checkpoint(scan, *message);
      return OAR_OK;
    default:
      if (scan.settings.fault.starts_with("endless_")) return say_nothing(scan, *message), OAR_OK;
      scan.over = true;
      if (scan.is("end_missing")) return fail(error, OAR_E_INVALID_STATE, "there is nothing more");
      return end(scan, *message);
  }
}

void OAR_CALL committed(oar_scan* raw, oar_bytes) {
  if (static_cast<Scan*>(raw->self)->is("committed_throws")) throw 7;
}

void OAR_CALL cancel(oar_scan*) {}

void OAR_CALL close(oar_scan* raw) {
  std::unique_ptr<Scan> const own{static_cast<Scan*>(raw->self)};
  if (own->kept.release) own->kept.release(&own->kept);
  if (own->is("close_throws")) throw 7;
}

}  // namespace

oar_status OAR_CALL open_scan(oar_plugin* plugin, oar_bytes, oar_bytes, oar_scan_options const*, oar_scan** out,
                              oar_error* error) {
  Settings const& settings = settings_of(plugin);
  if (settings.is("open_scan_throws")) throw 7;
  if (settings.is("open_scan_raves")) return rave(error);
  if (settings.is("scan_null")) return OAR_OK;
  if (settings.is("scan_small") || settings.is("scan_no_close")) {
    static oar_scan forever{};
    forever = {sizeof(oar_scan), 0, nullptr, &next, &committed, &cancel, nullptr};
    if (settings.is("scan_small")) forever.struct_size = 16;
    *out = &forever;
    return OAR_OK;
  }
  auto* const own = new Scan;
  own->settings = settings;
  own->scan = {sizeof(oar_scan), 0, own, &next, &committed, &cancel, &close};
  if (settings.is("scan_no_next")) own->scan.next = nullptr;
  if (settings.is("scan_no_cancel")) own->scan.cancel = nullptr;
  *out = &own->scan;
  return OAR_OK;
}

}  // namespace zoo

#include "plugins/postgresql/destination/load.hpp"

#include <oar/json_text.hpp>

#include "plugins/postgresql/connection/copy.hpp"
#include "plugins/postgresql/connection/errors.hpp"

namespace oar::postgresql {

// One batch on its way.
struct Load::Job {
  Connection& connection;
  Batch const& batch;
  Host const& host;
  std::string doing;
  std::vector<bool> refused = {};  // rows, once there is one
};

Result<void> Load::write(Connection& connection, Batch const& batch, Host const& host) {
  if (batch.rows() == 0) return {};
  Job job{connection, batch, host, "write table " + table_->name()};
  return find_refused(job, {0, batch.rows()});
}

// Halves what the server refuses until the row is found that it does not take.
Result<void> Load::find_refused(Job& job, RowRange rows) {
  auto const first = next_;
  auto copied = copy(job, rows);
  if (copied) return {};
  auto error = std::move(copied).error();
  if (!is_the_rows_fault(error.vendor_code())) return error;
  next_ = first;
  OAR_TRY(job.connection.run("ROLLBACK TO SAVEPOINT oarlock", job.doing));
  if (rows.count() == 1) return refuse(job, {rows.begin, error.message()});
  auto const middle = rows.begin + rows.count() / 2;
  OAR_TRY(find_refused(job, {rows.begin, middle}));
  return find_refused(job, {middle, rows.end});
}

Result<std::uint64_t> Load::copy(Job& job, RowRange rows) {
  // The savepoint of the copy before stands until here: one message to the server, one answer.
  auto const sql = "RELEASE SAVEPOINT oarlock; SAVEPOINT oarlock; " + copy_;
  auto stream = OAR_TRY(CopyIn::start(job.connection, sql, job.doing));
  OAR_TRY(stream.put(RowEncoder::header()));
  auto const put = [&](std::string_view piece) { return stream.put(piece); };
  auto const refuse_one = [&](Fault const& fault) { return refuse(job, fault); };
  OAR_TRY(encoder_.encode(job.batch, rows, job.refused, next_, put, refuse_one));
  OAR_TRY(stream.put(RowEncoder::trailer()));
  return stream.finish();
}

// Once each: a row is looked at again when its neighbour is searched for.
Result<void> Load::refuse(Job& job, Fault const& fault) {
  if (job.refused.empty()) job.refused.resize(static_cast<std::size_t>(job.batch.rows()));
  job.refused[static_cast<std::size_t>(fault.row)] = true;
  std::string text;
  append_json(text, job.batch, fault.row);
  return job.host.reject(table_->name(), text, fault.reason);
}

}  // namespace oar::postgresql

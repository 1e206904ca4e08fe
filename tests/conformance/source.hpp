#pragma once
// Drives a source: its catalog, plans and scans. What it says is checked on the way, and each fault told to its rule.

#include <oar/arrow.hpp>
#include <oar/table.hpp>

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plugin.hpp"

namespace conformance {

// A table's schema as the catalog gives it, and as the SDK reads it.
struct Offer {
  std::shared_ptr<oar::OwnedSchema> schema;
  oar::Table table;
};
std::vector<Offer> discover(Instance& instance);

// A split, copied.
struct Piece {
  std::string id, scope, descriptor, start;
  std::vector<std::string> tables;
};
Piece copy_of(oar_split const& split);

struct Wish {
  std::string table;
  std::int32_t mode = OAR_READ_FULL;
  std::vector<std::string> columns = {};
};
// Everything on offer, in its first read mode.
std::vector<Wish> all_of(std::vector<Offer> const& offers);

struct Saved {
  std::string split_id, cursor;
};

class Plan {
 public:
  Plan(Instance& instance, std::vector<Wish> const& wishes, std::vector<Saved> const& saved = {});
  Plan(Plan const&) = delete;
  ~Plan() { release(); }
  void release();
  std::vector<Piece> pieces;

 private:
  oar_plan* plan_ = nullptr;
};

struct Message {
  oar_status status = OAR_OK;
  std::int32_t kind = OAR_MSG_NONE;
  std::uint32_t table = 0;
  oar::OwnedSchema schema;
  oar::OwnedArray batch;
  std::string cursor;
  std::optional<Piece> found;
};

class Scan {
 public:
  Scan(Instance& instance, Piece const& piece, std::string_view cursor, std::uint64_t batch_rows = 8192);
  Scan(Scan const&) = delete;
  ~Scan() { close(); }
  void close();
  Message next(std::int64_t timeout_ms = -1);
  void cancel() { scan_->cancel(scan_); }
  oar_scan* get() { return scan_; }
  std::string last_error(oar_status status) const { return error_.text(status); }
  bool untouched() const { return untouched_ && error_.untouched(); }

 private:
  Host host_;
  ErrorBox error_;
  oar_scan* scan_ = nullptr;
  bool untouched_ = true;
};

struct Row {
  std::string key;  // empty: the table has none
  std::string all;
};
using Rows = std::map<std::string, std::vector<Row>, std::less<>>;

// A cursor, and how many rows of each table came before it.
struct Mark {
  std::string cursor;
  std::map<std::string, std::size_t> rows;
  std::size_t found = 0;  // splits
  bool end = false;
};

struct Reading {
  Rows rows;
  std::vector<Mark> marks;
  std::vector<Piece> found;
};

// Follows messages: which layouts were declared, whether each batch is valid, what it holds.
class Listener {
 public:
  explicit Listener(std::vector<Offer> const& offers) : offers_{offers} {}
  // False after the last message. Takes what the message owns.
  bool hear(Message message);
  Reading take() { return std::move(reading_); }

 private:
  struct Layout {
    oar::OwnedSchema schema;
    oar::Table table;
  };
  void declare(Message& message);
  void add(Message& message);
  void mark(Message& message);
  Layout const& layout_of(Message const& message) const;

  std::vector<Offer> const& offers_;
  std::deque<Layout> layouts_;
  Reading reading_;
  bool ended_ = false;
};

// One split from a cursor to its end; what it finds on the way is not read.
Reading read_piece(Instance& instance, std::vector<Offer> const& offers, Piece const& piece, std::string_view cursor,
                   std::uint64_t batch_rows = 8192);
// Everything: all splits, and the splits found while reading.
Rows read_all(Instance& instance, std::vector<Offer> const& offers, std::uint64_t batch_rows = 8192);

std::vector<std::string> whole_rows(std::vector<Row> const& rows);

}  // namespace conformance

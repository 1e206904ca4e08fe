#pragma once
// Reads an SQLite file that a sync has written.

#include <sqlite3.h>

#include <catch2/catch.hpp>
#include <cstdint>
#include <filesystem>
#include <set>
#include <string>

namespace oar::e2e {

class Database {
 public:
  explicit Database(std::filesystem::path const& path) {
    INFO(path);
    REQUIRE(sqlite3_open_v2(path.c_str(), &handle_, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK);
  }
  ~Database() { sqlite3_close(handle_); }
  Database(Database const&) = delete;
  Database& operator=(Database const&) = delete;

  std::int64_t number(std::string const& sql) const {
    auto* const statement = prepare(sql);
    REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
    auto const value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
  }

  // The first column of every row; NULL is an empty text.
  std::multiset<std::string> texts(std::string const& sql) const {
    std::multiset<std::string> all;
    auto* const statement = prepare(sql);
    while (sqlite3_step(statement) == SQLITE_ROW) {
      auto const* text = reinterpret_cast<char const*>(sqlite3_column_text(statement, 0));
      all.emplace(text ? text : "");
    }
    sqlite3_finalize(statement);
    return all;
  }

 private:
  sqlite3_stmt* prepare(std::string const& sql) const {
    sqlite3_stmt* statement = nullptr;
    INFO(sql);
    auto const prepared = sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr);
    INFO(sqlite3_errmsg(handle_));
    REQUIRE(prepared == SQLITE_OK);
    return statement;
  }

  sqlite3* handle_ = nullptr;
};

}  // namespace oar::e2e

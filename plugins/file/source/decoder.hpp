#pragma once
// Turns bytes of a file into rows of its table.

#include "plugins/file/formats/csv.hpp"
#include "plugins/file/formats/window.hpp"
#include "plugins/file/source/table_plan.hpp"

#include <oar/rows.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace oar::file {

// A record that is no row of the table, as a place in the bytes.
struct Refused {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string reason;
};

struct Decoded {
  std::size_t bytes = 0;         // of whole records; 0 = not even one is there
  std::vector<Refused> refused;  // in the order of the file
  bool open_quote = false;       // what is left begins with a quote that is not closed
};

class Decoder {
 public:
  virtual ~Decoder() = default;
  // At most `rows` records. With AtEnd::yes the last one may lack its end. Behind `bytes`, window_padding can be
  // loaded.
  virtual Result<Decoded> decode(std::string_view bytes, AtEnd at_end, std::size_t rows, Rows& out) = 0;
};

// For a CSV file with these names in its header. A name that the plan does not know is an error: the file changed.
Result<std::unique_ptr<Decoder>> csv_decoder(std::shared_ptr<TablePlan const> plan,
                                             std::vector<std::string> const& header, std::string const& path);

// For a file of JSON objects, one a line.
std::unique_ptr<Decoder> ndjson_decoder(std::shared_ptr<TablePlan const> plan);

}  // namespace oar::file

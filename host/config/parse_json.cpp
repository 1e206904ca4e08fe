// JSON to located values. Boost.JSON's values know no places, so its parser is fed byte by byte and the byte that began
// the token is remembered.

#include <boost/json/basic_parser_impl.hpp>

#include <string>
#include <utility>

#include "host/config/parse.hpp"
#include "host/config/tree.hpp"

namespace oar::config {
namespace {

// The shape of the class is Boost.JSON's; false from an event means "stop", with an error code.
class JsonHandler {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  JsonHandler(Text const& text, Substitution& substitution, std::vector<Problem>& problems)
      : text_{text}, tree_{substitution, problems} {}

  // Called before each byte is parsed.
  void at(std::size_t byte) {
    char const c = text_.content()[byte];
    if (in_string_) {
      if (!std::exchange(escaped_, !escaped_ && c == '\\') && c == '"') in_string_ = in_token_ = false;
      return;
    }
    bool const separates =
        c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',' || c == ':' || c == ']' || c == '}';
    if (!separates && !in_token_) token_ = byte;
    in_string_ = c == '"';
    in_token_ = !separates && c != '[' && c != '{';
  }

  Located take() { return tree_.take(); }
  bool overflowed() const { return tree_.overflowed(); }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code& ec) {
    tree_.begin_object(text_.place(token_));
    return fits(ec);
  }
  bool on_array_begin(json::error_code& ec) {
    tree_.begin_array(text_.place(token_));
    return fits(ec);
  }
  bool on_object_end(std::size_t, json::error_code&) { return end(); }
  bool on_array_end(std::size_t, json::error_code&) { return end(); }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) { return collect(part); }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    collect(part);
    tree_.key(std::exchange(collected_, {}), text_.place(token_));
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) { return collect(part); }
  bool on_string(json::string_view part, std::size_t, json::error_code& ec) {
    collect(part);
    tree_.scalar(std::exchange(collected_, {}), Style::quoted, text_.place(token_));
    return fits(ec);
  }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, json::error_code& ec) { return value(number, ec); }
  bool on_uint64(std::uint64_t number, json::string_view, json::error_code& ec) { return value(number, ec); }
  bool on_double(double number, json::string_view, json::error_code& ec) { return value(number, ec); }
  bool on_bool(bool truth, json::error_code& ec) { return value(truth, ec); }
  bool on_null(json::error_code& ec) { return value(nullptr, ec); }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  bool collect(json::string_view part) {
    collected_.append(part.data(), part.size());
    return true;
  }
  template <class T>
  bool value(T parsed, json::error_code& ec) {
    tree_.value(json::value(parsed), text_.place(token_));
    return fits(ec);
  }
  bool end() {
    tree_.end();
    return true;
  }
  bool fits(json::error_code& ec) const {
    if (tree_.overflowed()) ec = json::error::too_deep;
    return !ec;
  }

  Text const& text_;
  TreeBuilder tree_;
  std::string collected_;
  std::size_t token_ = 0;  // where the token that is being parsed began; what separates tokens begins none
  bool in_token_ = false;
  bool in_string_ = false;
  bool escaped_ = false;
};

std::string explain(json::error_code const& failure) {
  if (failure == json::error::incomplete) return "not JSON: the text ends in the middle of a value";
  if (failure == json::error::extra_data)
    return "not JSON: found more after the end of the document; put documents into a list";
  if (failure == json::error::syntax) return "not JSON: found what JSON does not allow here, such as a comma too many";
  return "not JSON: " + failure.message();
}

// True when the whole text was JSON; what is wrong is among the problems.
bool parse(Text const& text, JsonHandler& handler, json::basic_parser<JsonHandler>& parser,
           std::vector<Problem>& problems) {
  auto const& content = text.content();
  json::error_code failure;
  for (std::size_t byte = 0; byte < content.size() && !failure; ++byte) {
    handler.at(byte);
    auto const taken = parser.write_some(true, content.data() + byte, 1, failure);
    if (!failure && taken == 0) failure = json::error::extra_data;
    if (failure && !handler.overflowed()) problems.push_back({text.place(byte), "", explain(failure)});
  }
  if (failure) return false;
  parser.write_some(false, "", 0, failure);
  if (failure && !handler.overflowed()) problems.push_back({text.place(content.size()), "", explain(failure)});
  return !failure;
}

// The documents of a list, each under its index.
std::vector<Located> split(Located const& list) {
  std::vector<Located> documents;
  for (std::size_t i = 0; i < list.value.get_array().size(); ++i) documents.push_back(list.part(child_pointer("", i)));
  return documents;
}

}  // namespace

std::vector<Located> parse_json(Text const& text, Substitution& substitution, std::vector<Problem>& problems) {
  json::parse_options options;
  options.max_depth = TreeBuilder::deepest + 2;  // the tree's own limit says it with a place
  json::basic_parser<JsonHandler> parser(options, text, substitution, problems);
  if (!parse(text, parser.handler(), parser, problems)) return {};
  auto document = parser.handler().take();
  if (document.value.is_array()) return split(document);
  if (document.value.is_null()) return {};
  return {std::move(document)};
}

}  // namespace oar::config

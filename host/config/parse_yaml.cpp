// YAML to located values, from yaml-cpp's events: they tell plain scalars from quoted ones, and every node has a mark.

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

#include "host/config/parse.hpp"
#include "host/config/tree.hpp"
#include "host/config/wording.hpp"

namespace oar::config {
namespace {

constexpr std::size_t most_documents = 10'000;
constexpr std::string_view core_tags = "tag:yaml.org,2002:";

struct Stop {};  // thrown through yaml-cpp to end a parse whose reason is reported already

class YamlHandler final : public YAML::EventHandler {
 public:
  YamlHandler(Text const& text, Substitution& substitution, std::vector<Problem>& problems)
      : text_{text}, problems_{problems}, tree_{substitution, problems} {}

  std::vector<Located> take() { return std::move(documents_); }
  std::size_t count() const { return count_; }

  void OnDocumentStart(YAML::Mark const&) override {
    anchors_.clear();
    open_.clear();
    ++count_;
  }

  void OnDocumentEnd() override {
    auto document = tree_.take();
    if (!document.value.is_null()) documents_.push_back(std::move(document));
  }

  void OnNull(YAML::Mark const& mark, YAML::anchor_t anchor) override {
    refuse_as_key(mark, "nothing");
    tree_.value(nullptr, null_place(mark));
    completed(anchor);
  }

  void OnScalar(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                std::string const& value) override {
    auto const style = style_of(mark, tag);
    if (!is_closed(mark)) fail(mark, "found a quote without its end; close it");
    if (key_next()) return key(mark, style, value);
    tree_.scalar(value, style, place(mark));
    completed(anchor);
  }

  void OnAlias(YAML::Mark const& mark, YAML::anchor_t anchor) override {
    refuse_as_key(mark, "an alias");
    auto const found = anchors_.find(anchor);
    if (found == anchors_.end()) {
      fail(mark, "found an alias inside of what it stands for, expected one to something before it");
      tree_.value(nullptr, place(mark));
    } else {
      tree_.subtree(found->second, place(mark));
    }
    completed(YAML::NullAnchor);
  }

  void OnSequenceStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    check_tag(mark, tag, "seq");
    refuse_as_key(mark, "a list");
    tree_.begin_array(place(mark));
    begun(anchor);
  }

  void OnMapStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    check_tag(mark, tag, "map");
    refuse_as_key(mark, "a mapping");
    tree_.begin_object(place(mark));
    begun(anchor);
  }

  void OnSequenceEnd() override { end(); }
  void OnMapEnd() override { end(); }

 private:
  struct Open {
    YAML::anchor_t anchor;
    bool key_next;  // the next node of this mapping is a key
  };

  Place place(YAML::Mark const& mark) const { return text_.place(static_cast<std::size_t>(std::max(mark.pos, 0))); }

  // What is not written has no mark of its own: yaml-cpp gives that of what follows.
  Place null_place(YAML::Mark const& mark) const {
    auto const at = static_cast<std::size_t>(std::max(mark.pos, 0));
    auto const& content = text_.content();
    bool const written = at < content.size() && (content[at] == '~' || content[at] == 'n' || content[at] == 'N');
    if (written) return text_.place(at);
    if (auto const key = tree_.pending_key()) return *key;
    auto const dash = at == 0 ? std::string::npos : content.rfind('-', at - 1);
    return text_.place(dash == std::string::npos ? at : dash);
  }

  bool key_next() const { return tree_.in_object() && !open_.empty() && open_.back().key_next; }

  void key(YAML::Mark const& mark, Style style, std::string const& name) {
    if (name == "<<" && style == Style::plain)
      fail(mark,
           "found YAML's merge key <<, which is not accepted; write the settings out, or repeat one with an alias");
    tree_.key(name, place(mark));
    open_.back().key_next = false;
  }

  void refuse_as_key(YAML::Mark const& mark, std::string_view what) {
    if (!key_next()) return;
    fail(mark, "found " + std::string(what) + " as a key, expected a text; quote it if it is one");
    throw Stop{};
  }

  // yaml-cpp takes the end of the file for the end of a quoted text.
  bool is_closed(YAML::Mark const& mark) const {
    auto const& content = text_.content();
    auto at = static_cast<std::size_t>(std::max(mark.pos, 0));
    char const quote = at < content.size() ? content[at] : ' ';
    if (quote != '"' && quote != '\'') return true;
    while (++at < content.size()) {
      bool const escape = quote == '"' ? content[at] == '\\' : content.compare(at, 2, "''") == 0;
      if (escape)
        ++at;
      else if (content[at] == quote)
        return true;
    }
    return false;
  }

  Style style_of(YAML::Mark const& mark, std::string const& tag) {
    if (tag == "!" || tag == std::string(core_tags) + "str") return Style::quoted;
    check_tag(mark, tag, "null bool int float");
    return Style::plain;
  }

  void check_tag(YAML::Mark const& mark, std::string_view tag, std::string_view accepted) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    bool const core = tag.starts_with(core_tags) && tag.size() > core_tags.size();
    if (core && accepted.find(tag.substr(core_tags.size())) != std::string_view::npos) return;
    fail(mark, "found the tag " + in_quotes(tag) + ", which is not accepted here; remove it");
  }

  void begun(YAML::anchor_t anchor) {
    if (tree_.overflowed()) throw Stop{};
    open_.push_back({anchor, true});
  }

  void end() {
    tree_.end();
    auto const anchor = open_.back().anchor;
    open_.pop_back();
    completed(anchor);
  }

  void completed(YAML::anchor_t anchor) {
    if (tree_.overflowed()) throw Stop{};
    if (anchor != YAML::NullAnchor) anchors_[anchor] = tree_.last();
    if (!open_.empty()) open_.back().key_next = true;
  }

  void fail(YAML::Mark const& mark, std::string message) { problems_.push_back({place(mark), "", std::move(message)}); }

  Text const& text_;
  std::vector<Problem>& problems_;
  TreeBuilder tree_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Located> anchors_;
  std::vector<Located> documents_;
  std::size_t count_ = 0;
};

// yaml-cpp says what its parser missed; this says what a person probably did.
std::string explain(std::string const& reason, std::string_view line) {
  auto text = "not YAML: " + reason;
  if (reason == "bad file") return "not YAML: nested too deeply";
  if (line.find("${") != std::string_view::npos && line.find_first_of("[{") != std::string_view::npos)
    return text + "; inside of [ ] or { } write \"${...}\" in double quotes";
  if (reason.starts_with("alias not found") || reason == "unknown token")
    return text + "; put a value that starts with *, &, @, ` or % in quotes";
  if (line.find('\t') != std::string_view::npos) return text + "; indent with spaces, not tabs";
  if (reason.starts_with("end of map not found") || reason.starts_with("end of sequence not found") ||
      reason.starts_with("illegal map value"))
    return text + "; look at the indentation here and of the lines above, and quote a value that holds \": \"";
  return text;
}

}  // namespace

std::vector<Located> parse_yaml(Text const& text, Substitution& substitution, std::vector<Problem>& problems) {
  YamlHandler handler(text, substitution, problems);
  try {
    std::istringstream stream(text.content());
    YAML::Parser parser(stream);
    while (handler.count() < most_documents && parser.HandleNextDocument(handler)) continue;
  } catch (Stop const&) {
  } catch (YAML::Exception const& error) {
    auto const at = error.mark.is_null() ? 0 : static_cast<std::size_t>(std::max(error.mark.pos, 0));
    problems.push_back({text.place(at), "", explain(error.msg, text.line_around(at))});
  } catch (std::exception const& error) {
    problems.push_back({{text.file()}, "", std::string("not YAML: ") + error.what()});
  }
  return handler.take();
}

}  // namespace oar::config

// Writes the two documents line by line: fields of ours from the tables of fields, settings from the plugin's schema.
#include "host/cli/new_config.hpp"

#include <boost/json.hpp>

#include <algorithm>

#include "host/config/field_schemas.hpp"
#include "host/config/scalar.hpp"
#include "host/config/schema.hpp"
#include "host/report/text.hpp"

namespace oar::cli {
namespace {

namespace json = boost::json;

std::string yaml(json::value const& value) { return json::serialize(value); }  // JSON is YAML

std::string in_quotes(std::string_view text) { return yaml(json::value(json::string_view(text.data(), text.size()))); }

std::string text_in(json::value const& schema, std::string_view name) {
  auto const* value = config::keyword(schema, name);
  return value == nullptr || !value->is_string() ? std::string{} : std::string(value->get_string());
}

bool has_type(json::value const& schema, std::string_view type) {
  auto const* types = config::keyword(schema, "type");
  if (types == nullptr) return false;
  auto const is = [&](json::value const& one) {
    return one.is_string() && std::string_view(one.get_string().data(), one.get_string().size()) == type;
  };
  if (!types->is_array()) return is(*types);
  return std::any_of(types->get_array().begin(), types->get_array().end(), is);
}

json::value const* first_of(json::value const& schema, std::string_view name) {
  auto const* all = config::keyword(schema, name);
  return all == nullptr || !all->is_array() || all->get_array().empty() ? nullptr : &all->get_array().front();
}

// A value that the schema itself gives; empty = none.
std::string suggestion(json::value const& schema) {
  for (auto const* name : {"default", "const"})
    if (auto const* value = config::keyword(schema, name)) return yaml(*value);
  if (auto const* example = first_of(schema, "examples")) return yaml(*example);
  auto const* choices = config::keyword(schema, "enum");
  if (choices != nullptr && choices->is_array() && choices->get_array().size() == 1)
    return yaml(choices->get_array().front());
  return {};
}

// To show the form of a setting that is left out.
std::string blank(json::value const& schema) {
  if (auto const given = suggestion(schema); !given.empty()) return given;
  if (auto const* choice = first_of(schema, "enum")) return yaml(*choice);
  for (auto const& [type, text] :
       {std::pair{"integer", "0"}, {"number", "0"}, {"boolean", "false"}, {"array", "[]"}, {"object", "{}"}})
    if (has_type(schema, type)) return text;
  return "\"\"";
}

template <class Action>
void for_each_setting(json::value const& schema, Action const& action) {
  auto const* properties = config::keyword(config::follow(schema, schema), "properties");
  if (properties == nullptr || !properties->is_object()) return;
  for (auto const& [name, value] : properties->get_object())
    action(std::string(name), config::follow(schema, value), value);
}

bool is_required(json::value const& schema, std::string const& name) {
  auto const* required = config::keyword(config::follow(schema, schema), "required");
  if (required == nullptr || !required->is_array()) return false;
  auto const& names = required->get_array();
  return std::any_of(names.begin(), names.end(), [&](json::value const& each) {
    return each.is_string() && std::string_view(each.get_string().data(), each.get_string().size()) == name;
  });
}

std::string comment(std::string const& indent, std::string_view sentence) {
  return sentence.empty() ? std::string{} : indent + "# " + report::one_line(sentence) + "\n";
}

std::string choices_of(json::value const& schema) {
  auto const* choices = config::keyword(schema, "enum");
  if (choices == nullptr || !choices->is_array()) return {};
  std::string out;
  for (auto const& choice : choices->get_array())
    if (!choice.is_null())
      out.append(out.empty() ? " One of " : ", ")
          .append(choice.is_string() ? std::string(choice.get_string()) : yaml(choice));
  return out + ".";
}

class Document {
 public:
  Document(NewEnd const& end, std::map<std::string, std::string> fields) : end_{end}, fields_{std::move(fields)} {}

  std::string text() {
    bool const source = end_.kind == config::Kind::source;
    out_ = std::string("kind: ") + (source ? "source" : "destination") + "\nspec:\n";
    for (auto const& field : source ? config::source_field_schemas() : config::destination_field_schemas())
      if (field.name != "spec" && field.name != "version" && field.name != "registry") add_field(field);
    out_ += "\n  # The settings of " + report::one_line(end_.title) + ".\n  spec:\n";
    for_each_setting(end_.schema, [&](std::string const& name, json::value const& schema, json::value const& written) {
      add_setting(name, schema, written);
    });
    return std::move(out_);
  }

 private:
  void add_field(config::FieldSchema const& field) {
    std::string const name(field.name);
    auto const* text = config::field_text((end_.kind == config::Kind::source ? "source/" : "destination/") + name);
    auto const written = fields_.find(name);
    if (text != nullptr) out_ += comment("  ", text->sentence);
    if (written != fields_.end()) {
      out_ += "  " + name + ": " + written->second + "\n";
      return;
    }
    bool const has_default = text != nullptr && !text->fallback.empty();
    auto const value = has_default ? yaml(json::parse({text->fallback.data(), text->fallback.size()}))
                                   : blank(json::value(field.schema));
    out_ += "  # " + name + ": " + value + "\n";
  }

  void add_setting(std::string const& name, json::value const& schema, json::value const& written) {
    auto description = text_in(written, "description");
    if (description.empty()) description = text_in(schema, "description");
    if (!description.empty() && description.back() != '.') description += ".";
    out_ += comment("    ", description + choices_of(schema));
    auto const value = end_.settings.find(name);
    if (value != end_.settings.end())
      out_ += "    " + name + ": " + value->second + "\n";
    else
      out_ += "    # " + name + ": " + blank(schema) + "\n";
  }

  NewEnd const& end_;
  std::map<std::string, std::string> fields_;
  std::string out_;
};

}  // namespace

std::vector<Needed> needed_settings(json::value const& schema) {
  std::vector<Needed> needed;
  for_each_setting(schema, [&](std::string const& name, json::value const& of, json::value const& written) {
    if (!is_required(schema, name)) return;
    auto const* secret = config::keyword(of, "writeOnly");
    auto const* here = config::keyword(written, "writeOnly");
    bool const hidden = (secret != nullptr && *secret == true) || (here != nullptr && *here == true);
    auto const description = text_in(written, "description");
    needed.push_back({name, description.empty() ? text_in(of, "description") : description, hidden, suggestion(of)});
  });
  return needed;
}

std::vector<std::string> setting_names(json::value const& schema) {
  std::vector<std::string> names;
  for_each_setting(schema,
                   [&](std::string const& name, json::value const&, json::value const&) { names.push_back(name); });
  return names;
}

Result<std::string> setting_as_yaml(json::value const& schema, std::string const& name, std::string const& typed) {
  json::value found;
  for_each_setting(schema, [&](std::string const& each, json::value const& of, json::value const&) {
    if (each == name) found = of;
  });
  json::error_code not_json;
  auto const value = json::parse(typed, not_json);
  bool const structured = !not_json && (value.is_array() || value.is_object());
  if (has_type(found, "array") || has_type(found, "object")) {
    if (structured) return yaml(value);
    if (!has_type(found, "string"))
      return Error::of(Errc::config, "found ", typed, ", expected JSON, as [1, 2] or {\"a\": 1}");
  }
  bool const scalar = has_type(found, "integer") || has_type(found, "number") || has_type(found, "boolean");
  bool const plain = !config::typed_scalar(typed).is_string() || (typed.starts_with("${") && typed.ends_with('}'));
  return scalar && plain ? typed : in_quotes(typed);
}

std::string variable_for(std::string_view end, std::string_view setting) {
  auto name = std::string(end) + "_" + std::string(setting);
  for (char& c : name) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    bool const sane = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!sane) c = '_';
  }
  return name.front() >= '0' && name.front() <= '9' ? "_" + name : name;
}

std::string new_config(NewEnd const& source, NewEnd const& destination, std::string_view file) {
  auto const name = file == "-" ? std::string("FILE") : std::string(file);
  std::string out = "# A configuration of Oarlock. Is it right?  oarlock validate " + name +
                    "\n# Copy the rows:  oarlock sync " + name +
                    "\n# What is commented out has the value shown, or none. Values may be ${ENV} or ${file:PATH}.\n\n";
  out += Document{source,
                  {{"name", in_quotes(source.name)},
                   {"path", in_quotes(source.path)},
                   {"tables", "[\"*\"]"},
                   {"destinations", "[" + in_quotes(destination.name) + "]"}}}
             .text();
  out += "---\n";
  return out +
         Document{destination, {{"name", in_quotes(destination.name)}, {"path", in_quotes(destination.path)}}}.text();
}

}  // namespace oar::cli

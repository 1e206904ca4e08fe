#pragma once
// A Table as an ArrowSchema, and back.

#include <oar/table.hpp>

#include <boost/json.hpp>

#include <memory>

namespace oar {

namespace detail {

// What an exported schema node keeps alive: its texts and its children's structs.
struct SchemaNode {
  std::string format, name, metadata;
  std::vector<ArrowSchema> children;
  std::vector<ArrowSchema*> pointers;
  std::unique_ptr<ArrowSchema> dictionary;
};

inline void release_schema(ArrowSchema* schema) {
  auto* node = static_cast<SchemaNode*>(schema->private_data);
  for (auto& child : node->children)
    if (child.release) child.release(&child);
  if (node->dictionary && node->dictionary->release) node->dictionary->release(node->dictionary.get());
  delete node;
  schema->release = nullptr;
}

inline ArrowSchema make_schema(std::unique_ptr<SchemaNode> node, bool nullable) {
  ArrowSchema out{};
  out.format = node->format.c_str();
  out.name = node->name.c_str();
  out.metadata = node->metadata.empty() ? nullptr : node->metadata.data();
  out.flags = nullable ? ARROW_FLAG_NULLABLE : 0;
  for (auto& child : node->children) node->pointers.push_back(&child);
  out.n_children = static_cast<std::int64_t>(node->children.size());
  out.children = node->pointers.empty() ? nullptr : node->pointers.data();
  out.dictionary = node->dictionary.get();
  out.release = release_schema;
  out.private_data = node.release();
  return out;
}

inline ArrowSchema field_schema(Field const& field);

// A map's only child is its struct of key and value; other nested types have their fields as children.
inline std::vector<ArrowSchema> child_schemas(Type const& type) {
  std::vector<ArrowSchema> children;
  if (type.kind == Kind::map) {
    children.push_back(field_schema({"entries", Type::structure(type.fields), false}));
    return children;
  }
  for (auto const& field : type.fields) children.push_back(field_schema(field));
  return children;
}

inline ArrowSchema field_schema(Field const& field) {
  auto node = std::make_unique<SchemaNode>();
  node->name = field.name;
  Metadata metadata;
  if (field.type.extension != Extension::none) metadata.emplace_back(OAR_META_EXTENSION, name_of(field.type.extension));
  if (!field.description.empty()) metadata.emplace_back(OAR_META_DESCRIPTION, field.description);
  node->metadata = encode_metadata(metadata);
  if (field.type.dictionary) {
    auto values = field;
    values.type.dictionary = false;
    values.description.clear();
    node->format = "i";
    node->dictionary = std::make_unique<ArrowSchema>(field_schema(values));
  } else {
    node->format = format_of(field.type);
    node->children = child_schemas(field.type);
  }
  return make_schema(std::move(node), field.nullable);
}

inline std::string json_list(std::vector<std::string> const& names) {
  return boost::json::serialize(boost::json::value_from(names));
}

inline char const* name_of(ReadMode mode) {
  return mode == ReadMode::full ? "full" : mode == ReadMode::incremental ? "incremental" : "cdc";
}

inline Metadata table_metadata(Table const& table) {
  Metadata out{{OAR_META_TABLE, table.name()}};
  auto put = [&](char const* key, std::string value, bool present) {
    if (present) out.emplace_back(key, std::move(value));
  };
  put(OAR_META_PARENT, table.parent(), !table.parent().empty());
  put(OAR_META_DESCRIPTION, table.description(), !table.description().empty());
  put(OAR_META_PRIMARY_KEY, json_list(table.primary_key()), !table.primary_key().empty());
  put(OAR_META_PARENT_KEY, boost::json::serialize(boost::json::value_from(table.parent_key())),
      !table.parent_key().empty());
  put(OAR_META_CURSOR_FIELDS, json_list(table.cursor_fields()), !table.cursor_fields().empty());
  std::vector<std::string> modes;
  for (auto const mode : table.read_modes()) modes.emplace_back(name_of(mode));
  put(OAR_META_READ_MODES, json_list(modes), true);
  return out;
}

inline Extension extension_named(std::string_view name) {
  for (auto const extension : {Extension::uuid, Extension::json, Extension::inet, Extension::mac})
    if (oar::name_of(extension) == name) return extension;
  return Extension::none;
}

inline Result<Field> read_field(ArrowSchema const& schema);

inline Result<std::vector<Field>> read_fields(ArrowSchema const& schema) {
  std::vector<Field> fields;
  for (std::int64_t i = 0; i < schema.n_children; ++i) {
    if (!schema.children || !schema.children[i]) return Error::of(Errc::schema, "child ", i, " is missing");
    fields.push_back(OAR_TRY(read_field(*schema.children[i])));
  }
  return fields;
}

inline std::size_t children_wanted(Kind kind) {
  return kind == Kind::list || kind == Kind::large_list || kind == Kind::map ? 1 : 0;
}

// An extension over another storage than its own would be read as what it is not.
inline Result<void> read_extension(ArrowSchema const& schema, Type& into) {
  auto const metadata = decode_metadata(schema.metadata);
  auto const extension = extension_named(find(metadata, OAR_META_EXTENSION));
  if (extension == Extension::none) return {};
  auto const text = into.kind == Kind::text || (into.kind == Kind::large_text && extension == Extension::json);
  auto const right = extension == Extension::uuid ? into.kind == Kind::fixed_binary && into.width == 16 : text;
  if (!right) return Error::of(Errc::schema, oar::name_of(extension), " over '", format_of(into), "'");
  into.extension = extension;
  return {};
}

inline Result<Type> read_dictionary(ArrowSchema const& schema);

inline Result<Type> read_type(ArrowSchema const& schema) {
  if (schema.dictionary) return read_dictionary(schema);
  auto type = OAR_TRY(parse_format(schema.format ? schema.format : ""));
  OAR_TRY(read_extension(schema, type));
  type.fields = OAR_TRY(read_fields(schema));
  if (type.kind != Kind::structure && type.fields.size() != children_wanted(type.kind))
    return Error::of(Errc::schema, "format '", schema.format, "' with ", type.fields.size(), " children");
  if (type.kind == Kind::map) {
    auto entries = std::move(type.fields[0].type.fields);
    if (entries.size() != 2) return Error::of(Errc::schema, "a map's entries are not a key and a value");
    type.fields = std::move(entries);
  }
  return type;
}

inline Result<Type> read_dictionary(ArrowSchema const& schema) {
  if (std::string_view{schema.format ? schema.format : ""} != "i")
    return Error::of(Errc::unsupported, "dictionary indices '", schema.format ? schema.format : "",
                     "': Oarlock carries int32 ones ('i')");
  auto values = OAR_TRY(read_type(*schema.dictionary));
  if (values.dictionary) return Error::of(Errc::unsupported, "a dictionary of dictionaries");
  OAR_TRY(read_extension(schema, values));  // Arrow puts it on the column, not on the values
  return Type::dictionary_of(std::move(values));
}

inline Result<Field> read_field(ArrowSchema const& schema) {
  Field field;
  field.name = schema.name ? schema.name : "";
  field.type = OAR_TRY(read_type(schema).within("column " + field.name));
  field.nullable = (schema.flags & ARROW_FLAG_NULLABLE) != 0;
  field.description = find(decode_metadata(schema.metadata), OAR_META_DESCRIPTION);
  return field;
}

template <class T>
Result<T> read_json(std::string_view text, char const* key) {
  boost::json::error_code ec;
  auto const value = boost::json::parse({text.data(), text.size()}, ec);
  if (!ec)
    if (auto parsed = boost::json::try_value_to<T>(value)) return *std::move(parsed);
  return Error::of(Errc::schema, "metadata ", key, " is not the JSON it should be: ", text);
}

}  // namespace detail

inline OwnedSchema Table::to_schema() const {
  auto node = std::make_unique<detail::SchemaNode>();
  node->format = "+s";
  node->name = name_;
  node->metadata = encode_metadata(detail::table_metadata(*this));
  for (auto const& field : columns_) node->children.push_back(detail::field_schema(field));
  return OwnedSchema{detail::make_schema(std::move(node), false)};
}

inline Result<Table> Table::from_schema(ArrowSchema const& schema) {
  auto const metadata = decode_metadata(schema.metadata);
  Table table{std::string{find(metadata, OAR_META_TABLE)}, std::string{find(metadata, OAR_META_DESCRIPTION)}};
  if (!schema.format || std::string_view{schema.format} != "+s" || table.name_.empty())
    return Error::of(Errc::schema, "a table's schema is a struct (\"+s\") with metadata oar:table");
  table.columns_ = OAR_TRY(detail::read_fields(schema).within("table " + table.name_));
  table.parent_ = find(metadata, OAR_META_PARENT);
  using Names = std::vector<std::string>;
  if (auto const text = find(metadata, OAR_META_PRIMARY_KEY); !text.empty())
    table.key_ = OAR_TRY(detail::read_json<Names>(text, OAR_META_PRIMARY_KEY));
  if (auto const text = find(metadata, OAR_META_CURSOR_FIELDS); !text.empty())
    table.cursor_fields_ = OAR_TRY(detail::read_json<Names>(text, OAR_META_CURSOR_FIELDS));
  if (auto const text = find(metadata, OAR_META_PARENT_KEY); !text.empty())
    table.parent_key_ = OAR_TRY(detail::read_json<std::map<std::string, std::string>>(text, OAR_META_PARENT_KEY));
  if (auto const text = find(metadata, OAR_META_READ_MODES); !text.empty()) {
    table.read_modes_.clear();
    for (auto const& mode : OAR_TRY(detail::read_json<Names>(text, OAR_META_READ_MODES)))
      table.read_modes_.push_back(mode == "full"          ? ReadMode::full
                                  : mode == "incremental" ? ReadMode::incremental
                                                          : ReadMode::cdc);
  }
  return table;
}

}  // namespace oar

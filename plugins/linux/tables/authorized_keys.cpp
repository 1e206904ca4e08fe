// Reads ~/.ssh/authorized_keys and authorized_keys2, as sshd(8) describes them: [options] type base64 [comment].
#include "authorized_keys.hpp"

#include <oar/json_parts.hpp>

#include "../digest.hpp"
#include "../text.hpp"

#include <array>

namespace machine {
namespace {

constexpr char authorized_keys_name[] = "linux_authorized_keys";

bool is_key_type(std::string_view word) {
  return word.starts_with("ssh-") || word.starts_with("ecdsa-") || word.starts_with("sk-ssh-") ||
         word.starts_with("sk-ecdsa-");
}

// Bytes of the options in front: up to the first blank that is not inside quotes.
std::size_t options_size(std::string_view line) {
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && quoted)
      ++i;
    else if (line[i] == '"')
      quoted = !quoted;
    else if (!quoted && (line[i] == ' ' || line[i] == '\t'))
      return i;
  }
  return line.size();
}

bool parse_key(std::string_view line, AuthorizedKey& row) {
  row.options.reset();
  auto const first = halve(line, ' ').before;
  if (!is_key_type(first)) {
    auto const size = options_size(line);
    row.options = or_null(line.substr(0, size));
    line = trim(line.substr(size));
  }
  auto const parts = words(line);
  if (parts.size() < 2 || !is_key_type(parts[0])) return false;
  auto const blob = oar::base64_bytes(parts[1]);
  if (!blob || blob->empty()) return false;
  row.type = parts[0];
  row.key = parts[1];
  row.fingerprint = base64(sha256(*blob));
  while (row.fingerprint.ends_with('=')) row.fingerprint.pop_back();
  row.fingerprint.insert(0, "SHA256:");
  row.comment.reset();
  if (parts.size() > 2) row.comment = std::string{parts[2].data(), line.data() + line.size()};
  return true;
}

}  // namespace

oar::Table authorized_keys_table() {
  return oar::Table::of<AuthorizedKey>(authorized_keys_name,
                                       "Public keys in users' ~/.ssh/authorized_keys and authorized_keys2",
                                       {host_column,
                                        {"user_name", "Whose account the key opens"},
                                        {"user_occurrence", "Which of the lines with this name in /etc/passwd"},
                                        {"file", "The file that holds the key"},
                                        {"line", "The line in the file, from 1"},
                                        {"type", "The kind of key: ssh-ed25519"},
                                        {"key", "The public key, in base64"},
                                        {"fingerprint", "What ssh-keygen -l prints: SHA256 and base64"},
                                        {"comment", "What stands behind the key, often who and where"},
                                        {"options", "What the key may be used for: command=\"...\",no-pty"}})
      .key({"host", "user_name", "user_occurrence", "file", "line"})
      .child_of("linux_users", {{"host", "host"}, {"user_name", "name"}, {"user_occurrence", "occurrence"}});
}

void read_authorized_keys(Machine& machine, User const& user, Emit<AuthorizedKey> const& emit) {
  if (!user.home.starts_with('/')) return;
  for (auto const* name : {"authorized_keys", "authorized_keys2"}) {
    auto const path = user.home.substr(1) + (user.home.ends_with('/') ? "" : "/") + ".ssh/" + name;
    auto const text = machine.part_text(authorized_keys_name, "key files", path);
    AuthorizedKey row;
    row.host = machine.host;
    row.user_name = user.name;
    row.user_occurrence = user.occurrence;
    row.file = "/" + path;
    for_each_line(text.value_or(""), [&](std::string_view line, std::int64_t line_number) {
      line = trim(line);
      if (line.empty() || line.starts_with('#')) return;
      row.line = line_number;
      if (parse_key(line, row))
        emit(row);
      else
        machine.problems.malformed(authorized_keys_name, "lines", path);
    });
  }
}

}  // namespace machine

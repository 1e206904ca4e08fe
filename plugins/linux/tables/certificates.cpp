// Looks for certificates in the usual folders. Links in /etc/ssl/certs that are named by hash are other names of files
// there.
#include "certificates.hpp"

#include "../digest.hpp"
#include "../text.hpp"
#include "../x509.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace machine {
namespace {

constexpr char certificates_name[] = "linux_certificates";
constexpr std::uint64_t file_limit = std::uint64_t{16} << 20;
constexpr std::array folders{"etc/ssl", "etc/ssl/certs", "usr/local/share/ca-certificates", "etc/pki/tls/certs",
                             "etc/pki/ca-trust/source/anchors"};

// "3513523f.0", made by c_rehash.
bool is_hash_link(std::string_view name) {
  return name.size() >= 10 && name[8] == '.' && number<std::uint32_t>(name.substr(0, 8), 16) && number(name.substr(9));
}

bool may_hold_certificates(std::string_view name) {
  if (is_hash_link(name)) return false;
  return name.ends_with(".pem") || name.ends_with(".crt") || name.ends_with(".cer") || name.ends_with(".cert");
}

Certificate row_of(std::string const& host, std::string const& path, X509Facts const& facts) {
  Certificate row;
  row.host = host;
  row.file = "/" + utf8(path);
  row.subject = facts.subject;
  row.issuer = facts.issuer;
  row.serial = facts.serial;
  if (facts.not_before) row.not_before = oar::Timestamp::seconds(*facts.not_before);
  if (facts.not_after) row.not_after = oar::Timestamp::seconds(*facts.not_after);
  row.fingerprint_sha256 = hex(sha256(facts.der));
  row.dns_names = facts.dns_names;
  row.authority = facts.authority;
  row.self_issued = facts.subject == facts.issuer;
  row.key_type = facts.key_type;
  row.key_bits = facts.key_bits;
  row.signature_algorithm = facts.signature_algorithm;
  return row;
}

void read_file(Machine& machine, std::string const& path, Emit<Certificate> const& emit) {
  auto const text = machine.files.read(path, file_limit);
  if (!text.ok()) {
    if (!text.absent()) machine.problems.unreadable(certificates_name, "files", path, text.error);
    return;
  }
  auto const file = read_pem(text.value);
  for (std::int64_t i = 0; i < file.malformed; ++i) machine.problems.malformed(certificates_name, "certificates", path);
  std::int64_t position = 0;
  for (auto const& facts : file.certificates) {
    auto row = row_of(machine.host, path, facts);
    row.position = ++position;
    emit(std::move(row));
  }
}

void read_folder(Machine& machine, std::string const& folder, Emit<Certificate> const& emit) {
  auto const names = machine.part_list(certificates_name, "folders", folder);
  for (auto const& name : names.value_or(std::vector<std::string>{}))
    if (may_hold_certificates(name)) read_file(machine, folder + "/" + name, emit);
}

}  // namespace

oar::Table certificates_table() {
  return oar::Table::of<Certificate>(certificates_name,
                                     "X.509 certificates in PEM files: those that are trusted, and Let's Encrypt's",
                                     {host_column,
                                      {"file", "The file that holds it"},
                                      {"position", "Which of the file's certificates, from 1"},
                                      {"subject", "Whom it speaks of, as RFC 2253 writes names"},
                                      {"issuer", "Who vouches for it"},
                                      {"serial", "The issuer's number of it, in hex"},
                                      {"not_before", "From when it is valid"},
                                      {"not_after", "Until when it is valid"},
                                      {"fingerprint_sha256", "SHA-256 of it, in hex"},
                                      {"dns_names", "Host names that it is valid for"},
                                      {"authority", "It may vouch for others"},
                                      {"self_issued", "Subject and issuer are the same, as with roots"},
                                      {"key_type", "RSA, EC, ED25519"},
                                      {"key_bits", "How long the key is"},
                                      {"signature_algorithm", "How it is signed: sha256WithRSAEncryption"}})
      .key({"host", "file", "position"});
}

oar::Result<void> read_certificates(Machine& machine, Emit<Certificate> const& emit) {
  for (auto const* folder : folders) read_folder(machine, folder, emit);
  auto const live = machine.part_list(certificates_name, "folders", "etc/letsencrypt/live");
  for (auto const& domain : live.value_or(std::vector<std::string>{}))
    read_folder(machine, "etc/letsencrypt/live/" + domain, emit);
  return {};
}

}  // namespace machine

#pragma once
// linux_certificates: X.509 certificates in PEM files.

#include "../row.hpp"

namespace machine {

struct Certificate {
  std::string host;
  std::string file;
  std::int64_t position = 0;
  std::string subject;
  std::string issuer;
  std::string serial;
  std::optional<oar::Timestamp> not_before;
  std::optional<oar::Timestamp> not_after;
  std::string fingerprint_sha256;
  std::vector<std::string> dns_names;
  bool authority = false;
  bool self_issued = false;
  std::optional<std::string> key_type;
  std::optional<std::int64_t> key_bits;
  std::optional<std::string> signature_algorithm;
};
BOOST_DESCRIBE_STRUCT(Certificate, (),
                      (host, file, position, subject, issuer, serial, not_before, not_after, fingerprint_sha256,
                       dns_names, authority, self_issued, key_type, key_bits, signature_algorithm))

oar::Table certificates_table();
oar::Result<void> read_certificates(Machine& machine, Emit<Certificate> const& emit);

}  // namespace machine

#pragma once
// Certificates in PEM text, taken apart by libcrypto.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace machine {

struct X509Facts {
  std::string subject;  // RFC 2253: "CN=example.org,O=Example"
  std::string issuer;
  std::string serial;                      // hex
  std::optional<std::int64_t> not_before;  // seconds since 1970
  std::optional<std::int64_t> not_after;
  std::string der;
  std::vector<std::string> dns_names;
  bool authority = false;
  std::optional<std::string> key_type;
  std::optional<std::int64_t> key_bits;
  std::optional<std::string> signature_algorithm;
};

struct PemFile {
  std::vector<X509Facts> certificates;
  std::int64_t malformed = 0;  // blocks that say CERTIFICATE and are none
};

// Text without a certificate gives none; private keys in it are not looked at.
PemFile read_pem(std::string const& text);

}  // namespace machine

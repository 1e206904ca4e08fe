// libcrypto's names, times and keys as plain values. Each of its objects has an owner.
#include "x509.hpp"

#include "text.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <ctime>
#include <memory>

namespace machine {
namespace {

template <auto release>
struct Release {
  template <class T>
  void operator()(T* object) const {
    release(object);
  }
};
using Bio = std::unique_ptr<BIO, Release<BIO_free>>;
using Cert = std::unique_ptr<X509, Release<X509_free>>;
using Names = std::unique_ptr<GENERAL_NAMES, Release<GENERAL_NAMES_free>>;
using Big = std::unique_ptr<BIGNUM, Release<BN_free>>;

std::string taken(BIO* bio) {
  char* data = nullptr;
  auto const size = BIO_get_mem_data(bio, &data);
  return utf8(std::string(data, static_cast<std::size_t>(size)));
}

std::string printed(X509_NAME const* name) {
  Bio const bio{BIO_new(BIO_s_mem())};
  X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
  return taken(bio.get());
}

std::string serial_of(X509 const* cert) {
  Big const number{ASN1_INTEGER_to_BN(X509_get0_serialNumber(cert), nullptr)};
  if (!number) return {};
  auto* const text = BN_bn2hex(number.get());
  std::string serial = text ? text : "";
  OPENSSL_free(text);
  return serial;
}

std::optional<std::int64_t> seconds(ASN1_TIME const* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  return std::int64_t{::timegm(&parts)};
}

std::vector<std::string> dns_names(X509 const* cert) {
  std::vector<std::string> found;
  Names const names{static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(cert, NID_subject_alt_name, nullptr, nullptr))};
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    auto const* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_DNS) continue;
    auto const* text = reinterpret_cast<char const*>(ASN1_STRING_get0_data(name->d.dNSName));
    found.push_back(utf8(std::string(text, static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName)))));
  }
  return found;
}

std::string der_of(X509* cert) {
  unsigned char* data = nullptr;
  auto const size = i2d_X509(cert, &data);
  if (size < 0) return {};
  std::string der(reinterpret_cast<char const*>(data), static_cast<std::size_t>(size));
  OPENSSL_free(data);
  return der;
}

X509Facts facts_of(X509* cert) {
  X509Facts facts;
  facts.subject = printed(X509_get_subject_name(cert));
  facts.issuer = printed(X509_get_issuer_name(cert));
  facts.serial = serial_of(cert);
  facts.not_before = seconds(X509_get0_notBefore(cert));
  facts.not_after = seconds(X509_get0_notAfter(cert));
  facts.der = der_of(cert);
  facts.dns_names = dns_names(cert);
  facts.authority = X509_check_ca(cert) != 0;
  if (auto const* key = X509_get0_pubkey(cert)) {
    if (auto const* name = EVP_PKEY_get0_type_name(key)) facts.key_type = name;
    facts.key_bits = EVP_PKEY_get_bits(key);
  }
  if (auto const* name = OBJ_nid2ln(X509_get_signature_nid(cert))) facts.signature_algorithm = name;
  return facts;
}

}  // namespace

PemFile read_pem(std::string const& text) {
  PemFile file;
  static constexpr std::string_view begin = "-----BEGIN ";
  for (auto at = text.find(begin); at != std::string::npos; at = text.find(begin, at + begin.size())) {
    std::string_view const block{text.data() + at, text.size() - at};
    auto const kind = block.substr(begin.size());
    if (!kind.starts_with("CERTIFICATE-----") && !kind.starts_with("TRUSTED CERTIFICATE-----") &&
        !kind.starts_with("X509 CERTIFICATE-----"))
      continue;
    Bio const bio{BIO_new_mem_buf(block.data(), static_cast<int>(std::min<std::size_t>(block.size(), 1 << 20)))};
    Cert const cert{PEM_read_bio_X509_AUX(
        bio.get(), nullptr, [](char*, int, int, void*) { return 0; }, nullptr)};
    if (cert)
      file.certificates.push_back(facts_of(cert.get()));
    else
      ++file.malformed;
  }
  ERR_clear_error();
  return file;
}

}  // namespace machine

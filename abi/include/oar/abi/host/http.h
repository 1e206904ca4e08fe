/* Host service: HTTP with retries, pooling, proxies, certificates and rate limits as the user configured them. */
#ifndef OAR_ABI_HOST_HTTP_H
#define OAR_ABI_HOST_HTTP_H
#include <oar/abi/host.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma pack(push, 8)

#define OAR_HOST_HTTP "oar.host.http/1"

enum { OAR_HTTP_IDEMPOTENT = 1 /* may be sent again though its method is not safe */, OAR_HTTP_NO_REDIRECT = 2 };

typedef struct oar_http_request {
  uint32_t struct_size;
  uint32_t flags;
  oar_str method;
  oar_str url;
  oar_str headers; /* "Name: value\r\n" lines */
  oar_bytes body;
  oar_str rate_key;     /* a bucket of OAR_HOST_RATE; empty = the URL's host */
  int32_t max_attempts; /* 0 = the host's default; it honours Retry-After and backs off with jitter */
  int32_t timeout_ms;   /* of one attempt; 0 = the host's default */
} oar_http_request;

typedef struct oar_http_response {
  uint32_t struct_size;
  int32_t status; /* HTTP's */
  oar_str headers;
  void *self;
  int64_t(OAR_CALL *read)(struct oar_http_response *, uint8_t *dst, uint64_t cap, oar_error *); /* [serial response] 0 = end, -1 = error */
  void(OAR_CALL *release)(struct oar_http_response *); /* [serial response] last call, before the handle's object ends */
} oar_http_response;

typedef struct oar_host_http {
  uint32_t struct_size;
  uint32_t reserved;
  /* [any] OAR_OK for every answer with a status line, 4xx and 5xx after the last attempt included. */
  oar_status(OAR_CALL *request)(const oar_host *, const oar_http_request *, oar_http_response **out, oar_error *);
} oar_host_http;

#pragma pack(pop)
#ifdef __cplusplus
}
#endif
#endif /* OAR_ABI_HOST_HTTP_H */

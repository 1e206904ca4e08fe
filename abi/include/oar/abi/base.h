/* The rules of the border, and the values that cross it: versions, text, bytes, errors.
 *
 * Thread tags, on every function pointer:
 *   [any]       any thread, concurrently, also beside other calls on the same object; never during or after its last call.
 *   [serial X]  any thread, but the host never overlaps two [serial X] calls on one X. Different objects do overlap.
 *   [alone X]   as serial, and nothing else runs on X or on any object opened from X.
 *   [main]      one control thread, always the same.
 *   [nowait]    returns at once (a short lock is fine, I/O is not). Everything else may block, but must obey cancel.
 *
 * Rules:
 *   R1  A struct with struct_size only grows at its end; whoever makes it sets struct_size. Touch a member only if
 *       OAR_HAS() says so. Write members, never the whole struct: yours may be longer than the one you were given.
 *   R2  A function marked (optional) may be NULL: its side does not offer it.
 *   R3  Growable structs cross by pointer; never by value, never in arrays of structs.
 *   R4  Structs marked FROZEN never change.
 *   R5  Nothing unwinds out of a function: no C++ exception, Rust panic or longjmp.
 *   R6  Who allocates, frees: memory goes back only through the release callback it came with.
 *   R7  Text is UTF-8. Constants (ids) are NUL-terminated, everything else is oar_str. reserved = 0. Pointers are not
 *       NULL unless their comment says so.
 *   R8  Message kinds >= OAR_MSG_HINTS and flags >= 1 << 16 are hints: skip unknown ones. Refuse any other unknown value
 *       with OAR_E_UNSUPPORTED. Send what is newer than 1.0 only to a side whose abi_minor has it.
 *   R9  Extension ids "name/REVISION" are never reused.
 *   R10 Release callbacks of batches, schemas and oar_buf are [any][nowait]. They work after close(), destroy() and
 *       deinit(), and while the process exits: they use no host service but dealloc, and nothing with a static destructor.
 *   R11 Locale, working folder, environment, umask, signal handlers, stdin, stdout and stderr belong to the host.
 *   R12 A host service never calls back into the plugin, so it may be called with locks held.
 *   R13 A call out of order is a bug of the host: answer OAR_E_INVALID_STATE where you can tell. After a failed call only
 *       the object's last call (close, release, destroy) is legal, unless the call's comment says more.
 *   R14 The process may end at any moment without close, destroy or deinit. */
#ifndef OAR_ABI_BASE_H
#define OAR_ABI_BASE_H
#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define OAR_CALL __cdecl
#define OAR_EXPORT __declspec(dllexport)
#else
#define OAR_CALL
#define OAR_EXPORT __attribute__((visibility("default")))
#endif

#define OAR_ABI_MAJOR 1u /* a new major is a new entry symbol; one binary may export several */
#define OAR_ABI_MINOR 0u

/* Is the member there in the struct that p points at? And, for functions, is it implemented? */
#define OAR_HAS(T, p, member) (offsetof(T, member) + sizeof((p)->member) <= (size_t)(p)->struct_size)
#define OAR_CAN(T, p, function) (OAR_HAS(T, p, function) && (p)->function != NULL)

#ifdef __cplusplus
extern "C" {
#endif
/* A stray pack(1) or /Zp1 of the includer must not change the layout. Every header here does the same. */
#pragma pack(push, 8)

/* FROZEN. No NUL needed. Borrowed for the call as an argument, as long as its struct as a member. Empty: data may be NULL. */
typedef struct oar_str {
  const char *data;
  uint64_t size; /* bytes */
} oar_str;

/* FROZEN. As oar_str, for opaque bytes. */
typedef struct oar_bytes {
  const uint8_t *data;
  uint64_t size; /* bytes */
} oar_bytes;

/* FROZEN. An owned out-value: the caller zeroes it and, after OAR_OK, calls release if it is not NULL (static data: NULL). */
typedef struct oar_buf {
  const uint8_t *data;
  uint64_t size;                             /* bytes */
  void(OAR_CALL *release)(struct oar_buf *); /* [any][nowait] R10 */
  void *private_data;
} oar_buf;

/* The numbers are ABI; errno's are not portable, so they never cross. */
typedef int32_t oar_status;
enum {
  OAR_OK = 0,
  OAR_E_INTERNAL = 1,         /* a bug of the callee */
  OAR_E_INVALID_ARGUMENT = 2, /* a bug of the caller */
  OAR_E_INVALID_STATE = 3,    /* a call out of order */
  OAR_E_UNSUPPORTED = 4,
  OAR_E_CONFIG = 5, /* the user's settings */
  OAR_E_AUTH = 6,
  OAR_E_PERMISSION = 7,
  OAR_E_NOT_FOUND = 8,
  OAR_E_IO = 9,
  OAR_E_RATE_LIMITED = 10,
  OAR_E_TIMEOUT = 11,
  OAR_E_CANCELLED = 12,
  OAR_E_DATA = 13,   /* a value cannot be represented */
  OAR_E_SCHEMA = 14, /* a table cannot take, or no longer has, this shape */
  OAR_E_NO_MEMORY = 15,
  OAR_E_CURSOR_EXPIRED = 16, /* cannot resume from this cursor or split (slot dropped, snapshot gone) */
  OAR_E_COMMIT_UNKNOWN = 17, /* the answer to a commit was lost: the host asks resolve() before it does anything else */
  OAR_E_PLUGIN_CRASHED = 18, /* only ever made by the host */
  OAR_E_CONFLICT = 19        /* the stored value is not the expected one */
};

enum {
  OAR_ERR_RETRYABLE = 1,  /* the same work may succeed on a new object */
  OAR_ERR_USER_FAULT = 2, /* the user can mend it: settings, permissions, data */
  OAR_ERR_TRUNCATED = 4   /* message was cut */
};

/* Made by the caller, never NULL, struct_size set. Before it returns a status other than OAR_OK the callee sets every member
 * that is there; after OAR_OK the content means nothing (but see OAR_MSG_TABLE_ERROR), so nobody clears it between calls.
 * Inline: nothing to free. */
typedef struct oar_error {
  uint32_t struct_size;
  oar_status code; /* the status returned */
  uint32_t flags;  /* OAR_ERR_... */
  int32_t reserved;
  int64_t retry_after_ms; /* 0 = no advice */
  char vendor_code[64];   /* SQLSTATE, HTTP status ...; NUL-terminated, may be empty */
  char message[1024];     /* NUL-terminated, cut between UTF-8 characters, no secrets; longer text goes to the log */
} oar_error;

#pragma pack(pop)
#ifdef __cplusplus
}
#endif
#endif /* OAR_ABI_BASE_H */

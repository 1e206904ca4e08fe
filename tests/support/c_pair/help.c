#include "help.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

oar_status fail(oar_error* error, oar_status code, const char* format, ...) {
  size_t end = sizeof error->message - 1;
  va_list arguments;
  va_start(arguments, format);
  int const wanted = vsnprintf(error->message, sizeof error->message, format, arguments);
  va_end(arguments);

  error->code = code;
  error->flags = code == OAR_E_CONFIG || code == OAR_E_PERMISSION ? OAR_ERR_USER_FAULT : 0;
  error->reserved = 0;
  error->retry_after_ms = 0;
  error->vendor_code[0] = '\0';
  if (wanted > (int)end) { /* cut: not in the middle of a character */
    while (end > 0 && ((unsigned char)error->message[end - 1] & 0xC0) == 0x80) --end;
    if (end > 0 && (unsigned char)error->message[end - 1] >= 0xC0) --end;
    error->message[end] = '\0';
    error->flags |= OAR_ERR_TRUNCATED;
  }
  return code;
}

int equals(oar_str text, const char* word) {
  return text.size == strlen(word) && (text.size == 0 || memcmp(text.data, word, text.size) == 0);
}

/* The JSON reader: one pass over {"name": "text" | number | true | false | null, ...}. A real plugin takes a library.
 */

typedef struct cursor {
  const char* at;
  const char* end;
} cursor;

static void skip(cursor* c, const char* of) {
  while (c->at < c->end && strchr(of, *c->at) != NULL && *c->at != '\0') ++c->at;
}

static unsigned hex4(const char* digits) {
  char text[5] = {digits[0], digits[1], digits[2], digits[3], '\0'};
  return (unsigned)strtoul(text, NULL, 16);
}

static char* put_utf8(char* out, unsigned long c) {
  if (c < 0x80) {
    *out++ = (char)c;
  } else if (c < 0x800) {
    *out++ = (char)(0xC0 | c >> 6);
    *out++ = (char)(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    *out++ = (char)(0xE0 | c >> 12);
    *out++ = (char)(0x80 | (c >> 6 & 0x3F));
    *out++ = (char)(0x80 | (c & 0x3F));
  } else {
    *out++ = (char)(0xF0 | c >> 18);
    *out++ = (char)(0x80 | (c >> 12 & 0x3F));
    *out++ = (char)(0x80 | (c >> 6 & 0x3F));
    *out++ = (char)(0x80 | (c & 0x3F));
  }
  return out;
}

/* One escape, c->at behind its backslash. */
static char* unescape(cursor* c, char* out) {
  static const char letters[] = "bfnrt", meanings[] = "\b\f\n\r\t";
  char const letter = *c->at++;
  char const* known = strchr(letters, letter);
  if (letter != 'u') return *out = known ? meanings[known - letters] : letter, out + 1;
  if (c->end - c->at < 4) return out;
  unsigned long code = hex4(c->at);
  c->at += 4;
  if (code >= 0xD800 && code < 0xDC00 && c->end - c->at >= 6 && c->at[0] == '\\' && c->at[1] == 'u') {
    code = 0x10000 + ((code - 0xD800) << 10) + (hex4(c->at + 2) - 0xDC00);
    c->at += 6;
  }
  return put_utf8(out, code);
}

/* A string, c->at on its first quote; malloc'ed, never longer than it was written. */
static char* read_text(cursor* c) {
  char* text = malloc((size_t)(c->end - c->at) + 1);
  char* out = text;
  if (text == NULL) return NULL;
  for (++c->at; c->at < c->end && *c->at != '"';)
    if (*c->at != '\\')
      *out++ = *c->at++;
    else if (++c->at < c->end)
      out = unescape(c, out);
  if (c->at < c->end) ++c->at;
  *out = '\0';
  return text;
}

/* Leaves the cursor on the member's value; 0 = no such member. */
static int find(cursor* c, const char* name) {
  for (skip(c, " \t\r\n{"); c->at < c->end && *c->at == '"'; skip(c, " \t\r\n,")) {
    char* key = read_text(c);
    int const found = key != NULL && strcmp(key, name) == 0;
    free(key);
    skip(c, " \t\r\n:");
    if (found) return c->at < c->end;
    if (c->at < c->end && *c->at == '"')
      free(read_text(c));
    else
      while (c->at < c->end && *c->at != ',' && *c->at != '}') ++c->at;
  }
  return 0;
}

int json_integer(oar_str object, const char* name, int64_t* out) {
  cursor c = {object.data, object.data + object.size};
  char digits[32] = {0};
  if (!find(&c, name)) return 0;
  for (size_t i = 0; i + 1 < sizeof digits && c.at < c.end && *c.at != ',' && *c.at != '}'; ++i) digits[i] = *c.at++;
  *out = strtoll(digits, NULL, 10);
  return 1;
}

int json_text(oar_str object, const char* name, char** out) {
  cursor c = {object.data, object.data + object.size};
  if (!find(&c, name) || *c.at != '"') return 0;
  *out = read_text(&c);
  return *out != NULL;
}

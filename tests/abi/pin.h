/* Checks the tables layout.def and values.def against the header that was included before: C11 and C++. */
#ifdef __cplusplus
#define OAR_PIN(condition, text) static_assert(condition, text)
#define OAR_MEMBER_SIZE(type, member) sizeof(type::member)
#else
#define OAR_PIN(condition, text) _Static_assert(condition, text)
#define OAR_MEMBER_SIZE(type, member) sizeof(((struct type*)0)->member)
#endif

#define OAR_VALUE(name, number) OAR_PIN((name) == (number), #name " is another number now");
#include "values.def"

#if UINTPTR_MAX == UINT64_MAX
#define OAR_SIZE(type, bytes) OAR_PIN(sizeof(struct type) == (bytes), #type " has another size now");
#define OAR_MEMBER(type, member, at, bytes)                                                     \
  OAR_PIN(offsetof(struct type, member) == (at), #type "." #member " lies somewhere else now"); \
  OAR_PIN(OAR_MEMBER_SIZE(type, member) == (bytes), #type "." #member " has another size now");
#include "layout.def"
#endif

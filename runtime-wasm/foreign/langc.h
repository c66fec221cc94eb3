/* What C and C++ code that is linked into programs of langc may use besides memcpy, memmove, memset, memcmp, strlen, abort and
   sin, cos, tan, asin, acos, atan, log, pow, fmod. See docs/foreign.md. */
#ifndef LANGC_H
#define LANGC_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a function declared to return `string` returns: bytes of UTF-8, copied before anything else happens. A `string` parameter is two
   parameters: `const char *bytes, size_t length`. The bytes must not be changed, need not end with a zero, and are gone after the call. */
typedef struct {
    const char *bytes;
    size_t length;
} langc_string;

/* The same for `f64[]`: what a function returns. A parameter is `const double *values, size_t count`. */
typedef struct {
    const double *values;
    size_t count;
} langc_numbers;

/* Memory until the function that langc has called returns, aligned to 8 bytes, not cleared. Never null: a program without memory ends. */
void *langc_allocate(size_t size);

/* Ends the program with a message, which shows where the call comes from. */
__attribute__((noreturn)) void langc_fail(const char *message, size_t length);

#ifdef __cplusplus
}
#endif

#endif

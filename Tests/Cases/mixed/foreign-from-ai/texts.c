// clang --target=wasm32 -O2 -I ../../../../runtime-wasm/foreign -c texts.c -o texts.o
#include <langc.h>
#include <stdbool.h>
#include <stdint.h>

size_t strlen(const char *);
void *memcpy(void *, const void *, size_t);
int memcmp(const void *, const void *, size_t);

int32_t bytes(const char *text, size_t length) { return (int32_t)length + (text ? 0 : 1000); }

langc_string upper(const char *text, size_t length) {
    char *result = langc_allocate(length);
    for (size_t i = 0; i < length; i++) result[i] = text[i] >= 'a' && text[i] <= 'z' ? text[i] - 32 : text[i];
    return (langc_string){result, length};
}

langc_string glue(const char *a, size_t a_length, const char *b, size_t b_length) {
    char *result = langc_allocate(a_length + b_length);
    memcpy(result, a, a_length);
    memcpy(result + a_length, b, b_length);
    return (langc_string){result, a_length + b_length};
}

langc_string name_of(uint8_t day) {
    static const char *const names[] = {"Monday", "Tuesday", "Wednesday"};
    const char *name = day < 3 ? names[day] : "?";
    return (langc_string){name, strlen(name)};
}

langc_string broken(void) { return (langc_string){"a\xFF\xC3z", 4}; }
langc_string empty(void) { return (langc_string){0, 0}; }

bool same(const char *a, size_t a_length, const char *b, size_t b_length) { return a_length == b_length && memcmp(a, b, a_length) == 0; }

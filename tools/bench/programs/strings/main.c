#include "../bench.h"
#include <stdlib.h>
#include <string.h>
typedef struct { char *bytes; size_t length, capacity; } text;
static void append(text *t, const char *bytes, size_t length) {
  if (t->length + length > t->capacity) {
    t->capacity = (t->length + length) * 2;
    t->bytes = realloc(t->bytes, t->capacity);
  }
  memcpy(t->bytes + t->length, bytes, length);
  t->length += length;
}
static text build(int n) {
  text t = {0, 0, 0};
  for (int i = 0; i < n; i++) {
    char digits[12];
    int length = format_integer(i, digits);
    append(&t, "item ", 5); append(&t, digits, length); append(&t, ", ", 2);
  }
  return t;
}
static int split(text t, const char *separator, size_t width, text **out) {
  int count = 0, capacity = 0;
  text *parts = 0;
  size_t start = 0;
  for (size_t i = 0; i <= t.length;) {
    if (i == t.length || (i + width <= t.length && memcmp(t.bytes + i, separator, width) == 0)) {
      if (count == capacity) { capacity = capacity ? capacity * 2 : 16; parts = realloc(parts, capacity * sizeof *parts); }
      char *copy = malloc(i - start + 1);
      memcpy(copy, t.bytes + start, i - start);
      parts[count++] = (text){copy, i - start, i - start};
      if (i == t.length) break;
      i += width; start = i;
    } else i++;
  }
  *out = parts;
  return count;
}
int main(void) {
  for (int round = 0; round < 6; round++) {
    text t = build(300000), *parts;
    int count = split(t, ", ", 2, &parts);
    print_number(t.length + count);
    for (int i = 0; i < count; i++) free(parts[i].bytes);
    free(parts); free(t.bytes);
  }
  return 0;
}

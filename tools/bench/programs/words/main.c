#include "../bench.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
typedef struct { char *bytes; size_t length, capacity; } text;
typedef struct { const char *bytes; size_t length; double count; } entry;
typedef struct { entry *slots; size_t capacity, count; } table;
static void append(text *t, const char *bytes, size_t length) {
  if (t->length + length > t->capacity) {
    t->capacity = (t->length + length) * 2;
    t->bytes = realloc(t->bytes, t->capacity);
  }
  memcpy(t->bytes + t->length, bytes, length);
  t->length += length;
}
static text word(int rank) {
  text t = {0, 0, 0};
  for (int rest = rank + 1; rest > 0; rest /= 26) append(&t, &"etaoinshrdlucmfwypvbgkjqxz"[rest % 26], 1);
  if (rank % 3 == 1) append(&t, "ing", 3);
  if (rank % 5 == 2) append(&t, "ation", 5);
  return t;
}
static text compose(int count) {
  text *vocabulary = malloc(20000 * sizeof *vocabulary), t = {0, 0, 0};
  for (int i = 0; i < 20000; i++) vocabulary[i] = word(i);
  long long seed = 42;
  for (int i = 0; i < count; i++) {
    seed = seed * 16807 % 2147483647;
    double share = seed / 2147483647.0;
    text w = vocabulary[(int)floor(share * share * share * 20000)];
    append(&t, w.bytes, w.length);
    append(&t, " ", 1);
  }
  return t;
}
static entry *find(table *t, const char *bytes, size_t length) {
  unsigned hash = 2166136261u;
  for (size_t i = 0; i < length; i++) hash = (hash ^ (unsigned char)bytes[i]) * 16777619u;
  size_t at = hash & (t->capacity - 1);
  while (t->slots[at].bytes && (t->slots[at].length != length || memcmp(t->slots[at].bytes, bytes, length) != 0)) at = (at + 1) & (t->capacity - 1);
  return &t->slots[at];
}
static void increment(table *t, const char *bytes, size_t length) {
  if (2 * t->count >= t->capacity) {
    table larger = {0, t->capacity ? t->capacity * 2 : 16, t->count};
    larger.slots = calloc(larger.capacity, sizeof(entry));
    for (size_t i = 0; i < t->capacity; i++)
      if (t->slots[i].bytes) *find(&larger, t->slots[i].bytes, t->slots[i].length) = t->slots[i];
    free(t->slots);
    *t = larger;
  }
  entry *e = find(t, bytes, length);
  if (!e->bytes) {
    char *copy = malloc(length + 1);
    memcpy(copy, bytes, length);
    *e = (entry){copy, length, 0};
    t->count++;
  }
  e->count++;
}
static text *split(text t, char separator, size_t *count) {
  size_t capacity = 16;
  text *parts = malloc(capacity * sizeof *parts);
  *count = 0;
  for (size_t start = 0, i = 0; i <= t.length; i++) {
    if (i < t.length && t.bytes[i] != separator) continue;
    if (*count == capacity) parts = realloc(parts, (capacity *= 2) * sizeof *parts);
    char *copy = malloc(i - start + 1);
    memcpy(copy, t.bytes + start, i - start);
    parts[(*count)++] = (text){copy, i - start, i - start};
    start = i + 1;
  }
  return parts;
}
int main(void) {
  text t = compose(800000);
  print_number(t.length);
  for (int round = 0; round < 3; round++) {
    table counts = {0, 0, 0};
    size_t words;
    text *parts = split(t, ' ', &words);
    for (size_t i = 0; i < words; i++) increment(&counts, parts[i].bytes, parts[i].length);
    double most = 0;
    for (size_t i = 0; i < counts.capacity; i++)
      if (counts.slots[i].bytes && counts.slots[i].count > most) most = counts.slots[i].count;
    print_number(counts.count);
    print_number(most);
    for (size_t i = 0; i < counts.capacity; i++) free((void *)counts.slots[i].bytes);
    for (size_t i = 0; i < words; i++) free(parts[i].bytes);
    free(counts.slots);
    free(parts);
  }
  return 0;
}

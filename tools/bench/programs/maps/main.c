#include "../bench.h"
#include <stdlib.h>
// State: 0 free, 1 in use, 2 removed.
typedef struct { double key, value; int state; } entry;
typedef struct { entry *slots; size_t capacity, used, count; } table;
static size_t home(table *t, double key) {
  union { double number; unsigned long long bits; } u = {key};
  return (size_t)(u.bits * 0x9e3779b97f4a7c15ull >> 32) & (t->capacity - 1);
}
static entry *find(table *t, double key) {
  size_t at = home(t, key);
  while (t->slots[at].state && !(t->slots[at].state == 1 && t->slots[at].key == key)) at = (at + 1) & (t->capacity - 1);
  return &t->slots[at];
}
static void put(table *t, double key, double value) {
  if (2 * t->used >= t->capacity) {
    table larger = {0, t->capacity ? t->capacity * 2 : 16, t->count, t->count};
    larger.slots = calloc(larger.capacity, sizeof(entry));
    for (size_t i = 0; i < t->capacity; i++)
      if (t->slots[i].state == 1) *find(&larger, t->slots[i].key) = t->slots[i];
    free(t->slots);
    *t = larger;
  }
  entry *e = find(t, key);
  if (!e->state) { t->used++; t->count++; }
  *e = (entry){key, value, 1};
}
static double get(table *t, double key, double fallback) {
  entry *e = find(t, key);
  return e->state ? e->value : fallback;
}
static double sum(table *t, int count) {
  double total = 0;
  long long key = 1;
  for (int i = 0; i < count; i++) {
    key = key * 16807 % 2147483647;
    total += get(t, key, 1);
  }
  return total;
}
int main(void) {
  for (int round = 0; round < 2; round++) {
    table t = {0, 0, 0, 0};
    long long key = 1;
    for (int i = 0; i < 1000000; i++) {
      key = key * 16807 % 2147483647;
      put(&t, key, i);
    }
    print_number(t.count);
    print_number(sum(&t, 1000000));
    key = 1;
    for (int i = 0; i < 1000000; i++) {
      key = key * 16807 % 2147483647;
      if (i % 4 == 0) continue;
      entry *e = find(&t, key);
      if (e->state == 1) { e->state = 2; t.count--; }
    }
    print_number(t.count);
    print_number(sum(&t, 1000000));
    free(t.slots);
  }
  return 0;
}

#include "../bench.h"
#include <stdlib.h>
#include <string.h>
typedef struct { double id, group, score; } record;
static int by_group_and_score(const void *left, const void *right) {
  const record *a = *(record *const *)left, *b = *(record *const *)right;
  if (a->group != b->group) return a->group < b->group ? -1 : 1;
  if (a->score != b->score) return a->score > b->score ? -1 : 1;
  return a->id < b->id ? -1 : a->id > b->id;
}
static int by_score(const void *left, const void *right) {
  const record *a = *(record *const *)left, *b = *(record *const *)right;
  if (a->score != b->score) return a->score < b->score ? -1 : 1;
  return a->id < b->id ? -1 : a->id > b->id;
}
static int ascending(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return a < b ? -1 : a > b;
}
static double digest(record **sorted, int count) {
  long long sum = 0;
  for (int i = 0; i < count; i++) sum = (sum * 31 + (long long)sorted[i]->id) % 1000003;
  return sum;
}
int main(void) {
  int count = 1000000;
  record **all = malloc(count * sizeof *all), **sorted = malloc(count * sizeof *sorted);
  double *scores = malloc(count * sizeof *scores);
  long long seed = 42;
  for (int id = 0; id < count; id++) {
    seed = seed * 16807 % 2147483647;
    all[id] = malloc(sizeof(record));
    *all[id] = (record){id, seed % 1000, seed / 1000};
    scores[id] = seed / 1000;
  }
  memcpy(sorted, all, count * sizeof *all);
  qsort(sorted, count, sizeof *sorted, by_group_and_score);
  print_number(digest(sorted, count));
  memcpy(sorted, all, count * sizeof *all);
  qsort(sorted, count, sizeof *sorted, by_score);
  print_number(digest(sorted, count));
  qsort(scores, count, sizeof *scores, ascending);
  print_number(scores[0] + scores[150000]);
  return 0;
}

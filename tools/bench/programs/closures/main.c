#include "../bench.h"
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
typedef struct closure { double (*call)(const struct closure *, double); const struct closure *f, *g; double value; } closure;
typedef struct { double *items; int count; } array;
static double multiply(const closure *c, double x) { return x * c->value; }
static double shift(const closure *c, double x) { return x + c->value; }
static double composed(const closure *c, double x) { return c->g->call(c->g, c->f->call(c->f, x)); }
static bool is_wanted(double x) { return fmod(x, 3) != 0; }
static double add(double sum, double x) { return sum + x; }
static __attribute__((noinline)) array map(array xs, const closure *f) {
  array out = {malloc(xs.count * sizeof(double)), xs.count};
  for (int i = 0; i < xs.count; i++) out.items[i] = f->call(f, xs.items[i]);
  return out;
}
static __attribute__((noinline)) array filter(array xs, bool (*keeps)(double)) {
  array out = {malloc(xs.count * sizeof(double)), 0};
  for (int i = 0; i < xs.count; i++)
    if (keeps(xs.items[i])) out.items[out.count++] = xs.items[i];
  return out;
}
static __attribute__((noinline)) double reduce(array xs, double (*f)(double, double), double start) {
  for (int i = 0; i < xs.count; i++) start = f(start, xs.items[i]);
  return start;
}
static __attribute__((noinline)) double times(const closure *f, int count) {
  double sum = 0;
  for (int i = 0; i < count; i++) sum += f->call(f, i);
  return sum;
}
int main(void) {
  array xs = {malloc(1000000 * sizeof(double)), 1000000};
  for (int i = 0; i < xs.count; i++) xs.items[i] = i;
  double total = 0;
  for (int round = 0; round < 10; round++) {
    closure shifting = {shift, 0, 0, round}, doubling = {multiply, 0, 0, 2};
    array shifted = map(xs, &shifting), doubled = map(shifted, &doubling), wanted = filter(doubled, is_wanted);
    total += reduce(wanted, add, 0);
    free(shifted.items);
    free(doubled.items);
    free(wanted.items);
  }
  print_number(total);
  closure first = {multiply, 0, 0, 3}, second = {multiply, 0, 0, 0.5}, both = {composed, &first, &second, 0};
  print_number(times(&both, 10000000));
  return 0;
}

#include "../bench.h"
static double xs[500000];
static int next(int seed) { return ((long long)seed * 1103 + 12345) % 1048576; }
static void make(int n) {
  int seed = 42;
  for (int i = 0; i < n; i++) { seed = next(seed); xs[i] = seed; }
}
static void quicksort(int low, int high) {
  int i = low, j = high;
  double pivot = xs[(low + high) / 2];
  while (i <= j) {
    while (xs[i] < pivot) i++;
    while (pivot < xs[j]) j--;
    if (i <= j) { double t = xs[i]; xs[i] = xs[j]; xs[j] = t; i++; j--; }
  }
  if (low < j) quicksort(low, j);
  if (i < high) quicksort(i, high);
}
int main(void) {
  for (int round = 0; round < 3; round++) {
    make(500000);
    quicksort(0, 499999);
    print_number(xs[0] + xs[250000] + xs[499999]);
  }
  return 0;
}

#include "../bench.h"
#include <stdlib.h>
static double **make(int n, int seed) {
  double **rows = malloc(n * sizeof *rows);
  for (int i = 0; i < n; i++) {
    rows[i] = malloc(n * sizeof **rows);
    for (int j = 0; j < n; j++) rows[i][j] = (i * seed + j) % 10;
  }
  return rows;
}
static double **multiply(double **a, double **b, int n) {
  double **c = malloc(n * sizeof *c);
  for (int i = 0; i < n; i++) {
    c[i] = malloc(n * sizeof **c);
    for (int j = 0; j < n; j++) {
      double sum = 0;
      for (int k = 0; k < n; k++) sum += a[i][k] * b[k][j];
      c[i][j] = sum;
    }
  }
  return c;
}
static double trace(double **m, int n) {
  double sum = 0;
  for (int i = 0; i < n; i++) sum += m[i][i];
  return sum;
}
int main(void) {
  double **a = make(400, 3), **b = make(400, 7);
  for (int round = 0; round < 3; round++) print_number(trace(multiply(a, b, 400), 400));
  return 0;
}

#include "../bench.h"
#include <math.h>
#define N 1500
static double a(int i, int j) { return 1.0 / ((double)(i + j) * (i + j + 1) / 2 + i + 1); }
static void multiply(const double *v, int transposed, double *result) {
  for (int i = 0; i < N; i++) {
    double sum = 0;
    for (int j = 0; j < N; j++) sum += (transposed ? a(j, i) : a(i, j)) * v[j];
    result[i] = sum;
  }
}
static double t[N], u[N], v[N];
static void both(const double *from, double *to) { multiply(from, 0, t); multiply(t, 1, to); }
int main(void) {
  for (int i = 0; i < N; i++) u[i] = 1;
  for (int i = 0; i < 10; i++) { both(u, v); both(v, u); }
  double vBv = 0, vv = 0;
  for (int i = 0; i < N; i++) { vBv += u[i] * v[i]; vv += v[i] * v[i]; }
  print_number(floor(sqrt(vBv / vv) * 1e9));
  return 0;
}

#include <stdio.h>
#include <stdlib.h>
int main(void) {
  double sum = 0;
  for (int i = 0; i < 100000; i++) {
    double *xs = malloc(3 * sizeof *xs);
    xs[0] = i; xs[1] = i / 3.0; xs[2] = 1;
    sum += 3 + 0 * xs[1];
    free(xs);
  }
  printf("%.17g\n", sum / 7);
  return 0;
}

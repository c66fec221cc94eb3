#include "../bench.h"
#include <stdbool.h>
static bool belongs(double x, double y) {
  double a = 0, b = 0;
  for (int i = 0; i < 50; i++) {
    double c = a * a - b * b + x;
    b = 2 * a * b + y;
    a = c;
    if (a * a + b * b > 4) return false;
  }
  return true;
}
int main(void) {
  int size = 1500, members = 0;
  for (int row = 0; row < size; row++)
    for (int column = 0; column < size; column++) members += belongs(2.0 * column / size - 1.5, 2.0 * row / size - 1);
  print_number(members);
  return 0;
}

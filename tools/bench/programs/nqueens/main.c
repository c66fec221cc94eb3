#include "../bench.h"
#include <stdbool.h>
static int place(int row, int size, bool *columns, bool *rising, bool *falling) {
  if (row == size) return 1;
  int count = 0;
  for (int column = 0; column < size; column++) {
    if (columns[column] || rising[row + column] || falling[row - column + size]) continue;
    columns[column] = rising[row + column] = falling[row - column + size] = true;
    count += place(row + 1, size, columns, rising, falling);
    columns[column] = rising[row + column] = falling[row - column + size] = false;
  }
  return count;
}
int main(void) {
  for (int size = 4; size <= 13; size++) {
    bool columns[32] = {0}, rising[32] = {0}, falling[32] = {0};
    print_number(place(0, size, columns, rising, falling));
  }
  return 0;
}

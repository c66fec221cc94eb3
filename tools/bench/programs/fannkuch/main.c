#include "../bench.h"
static void fannkuch(int n, int *checksum, int *most) {
  int permutation[16], flipped[16], counts[16], number = 0, rest = n;
  for (int i = 0; i < n; i++) permutation[i] = i;
  while (1) {
    for (; rest != 1; rest--) counts[rest - 1] = rest;
    for (int i = 0; i < n; i++) flipped[i] = permutation[i];
    int flips = 0, first;
    while ((first = flipped[0]) != 0) {
      for (int low = 0, high = first; low < high; low++, high--) {
        int t = flipped[low];
        flipped[low] = flipped[high];
        flipped[high] = t;
      }
      flips++;
    }
    if (flips > *most) *most = flips;
    *checksum += number % 2 == 0 ? flips : -flips;
    while (1) {
      if (rest == n) return;
      int start = permutation[0];
      for (int i = 0; i < rest; i++) permutation[i] = permutation[i + 1];
      permutation[rest] = start;
      if (--counts[rest] > 0) break;
      rest++;
    }
    number++;
  }
}
int main(void) {
  int checksum = 0, most = 0;
  fannkuch(10, &checksum, &most);
  print_number(checksum);
  print_number(most);
  return 0;
}

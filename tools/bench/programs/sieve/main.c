#include "../bench.h"
#include <stdlib.h>
static int sieve(int limit) {
  unsigned char *composite = calloc(limit + 1, 1);
  int count = 0;
  for (long long i = 2; i <= limit; i++) {
    if (!composite[i]) {
      count++;
      for (long long j = i * i; j <= limit; j += i) composite[j] = 1;
    }
  }
  free(composite);
  return count;
}
int main(void) {
  for (int round = 0; round < 8; round++) print_number(sieve(2000000));
  return 0;
}

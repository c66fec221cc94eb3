// clang --target=wasm32 -O2 -c wide.c -o wide.o
#include <stdint.h>
int64_t power(int32_t n) { return (int64_t)1 << (n & 63); }
uint64_t all(void) { return ~(uint64_t)0; }

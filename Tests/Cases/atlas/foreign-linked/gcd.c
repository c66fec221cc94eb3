// clang --target=wasm32 -O2 -nostdlib -Wl,--no-entry -Wl,--export=gcd -Wl,--export=calls gcd.c -o gcd.wasm
#include <stdint.h>

int32_t gcd(int32_t a, int32_t b) { return b == 0 ? a : gcd(b, a % b); }
double calls(double x) { return x + 1; }

// clang --target=wasm32 -O2 -c setup.c -o setup.o
#include <stdint.h>

static int32_t order[4];
static int32_t count;

__attribute__((constructor(102))) static void second(void) { order[count++] = 2; }
__attribute__((constructor(101))) static void first(void) { order[count++] = 1; }
__attribute__((constructor)) static void third(void) { order[count++] = 3; }
void _initialize(void) { order[count++] = 4; }

int32_t at(uint8_t index) { return order[index & 3]; }
int32_t initialized(void) { return count; }

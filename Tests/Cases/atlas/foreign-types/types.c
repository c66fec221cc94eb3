// clang --target=wasm32 -O2 -c types.c -o types.o
#include <stdbool.h>
#include <stdint.h>

double f64_twice(double x) { return 2 * x; }
float f32_third(float x) { return x / 3; }
int8_t i8_same(int8_t x) { return x; }
uint8_t u8_next(uint8_t x) { return x + 1; }
int16_t i16_negate(int16_t x) { return -x; }
uint16_t u16_next(uint16_t x) { return x + 1; }
int32_t i32_next(int32_t x) { return (int32_t)((uint32_t)x + 1); }
uint32_t u32_not(uint32_t x) { return ~x; }
int64_t i64_negate(int64_t x) { return -x; }
uint64_t u64_half(uint64_t x) { return x / 2; }
bool bool_not(bool x) { return !x; }
int loose_true(int x) { return x & 6; }
bool bool_both(bool a, int32_t b, double c) { return a && b && c; }

static int counter;
void count(int32_t step) { counter += step; }
int32_t counted(void) { return counter; }

/* Addresses of every kind: a table reached below its start, accesses of all widths, functions by address, the end of an array. */
static const uint16_t letters[3] = {10, 20, 30};
int32_t letter(int32_t c) { return letters[c - 'a']; }

static int8_t byte = -1;
static int16_t half = -2;
static int64_t wide = -4;
static float single = 0.5f;
static double whole = 0.25;
double sum(double extra) {
    byte -= 1, half -= 1, wide -= 1, single += 1, whole += extra;
    return byte + half + wide + single + whole;
}

static int32_t add(int32_t a, int32_t b) { return a + b; }
static int32_t subtract(int32_t a, int32_t b) { return a - b; }
static int32_t (*operations[])(int32_t, int32_t) = {add, subtract};
int32_t operate(uint8_t which, int32_t a, int32_t b) { return operations[which & 1](a, b); }

static int32_t items[4] = {1, 2, 3, 4};
static int32_t *const end = items + 4;
int32_t total(void) {
    int32_t result = 0;
    for (volatile int32_t *item = items; item != *(int32_t *volatile *)&end; item++) result += *item;
    return result;
}

/* Uses the C stack. */
static int32_t depth_sum(volatile int32_t *values, int32_t n) {
    volatile int32_t copy[16];
    for (int i = 0; i < 16; i++) copy[i] = values ? values[i] + 1 : i;
    return n == 0 ? copy[15] : depth_sum(copy, n - 1);
}
int32_t deep(int32_t n) { return depth_sum(0, n); }

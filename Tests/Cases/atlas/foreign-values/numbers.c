// clang --target=wasm32 -O2 -I ../../../../runtime-wasm/foreign -c numbers.c -o numbers.o
#include <langc.h>
#include <stdint.h>

uint32_t turn(uint32_t x) { return x << 1 | x >> 31; }
double area(double width, double height) { return width * height; }
int is_even(int32_t x) { return x % 2 == 0; }
langc_string greet(const char *name, size_t length) { return (langc_string){name, length}; }
void ignore(double x) { (void)x; }
double one(void) { return 1; }
/* Cannot be declared: other modules do not see it. */
__attribute__((used)) static double hidden(void) { return 2; }

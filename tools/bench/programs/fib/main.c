#include "../bench.h"
__attribute__((noinline)) static int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
int main(void) { print_number(fib(39)); return 0; }

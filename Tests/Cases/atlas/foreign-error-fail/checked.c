// clang --target=wasm32 -O2 -I ../../../../runtime-wasm/foreign -c checked.c -o checked.o
#include <langc.h>

double root(double x) {
    if (x < 0) langc_fail("no root of a negative number", 28);
    return __builtin_sqrt(x);
}

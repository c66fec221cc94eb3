// clang --target=wasm32 -O2 -fPIC -c module.c -o module.o
static volatile double value = 1;
double one(void) { return value; }

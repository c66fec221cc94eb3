// clang --target=wasm32 -O2 -msimd128 -c module.c -o module.o
typedef double pair __attribute__((vector_size(16)));
static volatile pair value = {1, 2};
double one(void) { pair both = value * value; return both[0] + both[1]; }

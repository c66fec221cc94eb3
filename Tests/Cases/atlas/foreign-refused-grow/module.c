// clang --target=wasm32 -O2 -c module.c -o module.o
double one(void) { return __builtin_wasm_memory_grow(0, 1); }

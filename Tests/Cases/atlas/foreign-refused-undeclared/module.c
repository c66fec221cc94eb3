// clang --target=wasm32 -O2 -c module.c -o module.o
double one(void) { return 1; }

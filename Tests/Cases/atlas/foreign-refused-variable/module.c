// clang --target=wasm32 -O2 -c module.c -o module.o
extern double setting;
double one(void) { return setting; }

// clang --target=wasm32 -O2 -nostdlib -Wl,--no-entry -Wl,--export=one module.c -o module.wasm
static volatile double value = 1;
double one(void) { return value; }

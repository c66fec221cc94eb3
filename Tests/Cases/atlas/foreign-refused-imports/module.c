// clang --target=wasm32 -O2 -c module.c -o module.o
void *malloc(unsigned long);
__attribute__((import_module("wasi_snapshot_preview1"), import_name("fd_write"))) int fd_write(int, int, int, int);
double one(void) { void *volatile block = malloc(8); return block ? fd_write(1, 0, 0, 0) : 0; }

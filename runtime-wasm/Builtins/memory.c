/* The library calls that clang emits for block operations, each one bulk-memory instruction. */
typedef __SIZE_TYPE__ size_t;

void *memcpy(void *target, const void *source, size_t count) {
    __asm__("local.get %0\n\tlocal.get %1\n\tlocal.get %2\n\tmemory.copy 0, 0" : : "r"(target), "r"(source), "r"(count) : "memory");
    return target;
}

void *memmove(void *target, const void *source, size_t count) {
    __asm__("local.get %0\n\tlocal.get %1\n\tlocal.get %2\n\tmemory.copy 0, 0" : : "r"(target), "r"(source), "r"(count) : "memory");
    return target;
}

void *memset(void *target, int byte, size_t count) {
    __asm__("local.get %0\n\tlocal.get %1\n\tlocal.get %2\n\tmemory.fill 0" : : "r"(target), "r"(byte), "r"(count) : "memory");
    return target;
}

/* Linear memory in pages of 64 KiB; growing returns the old size, or -1. */
unsigned memory_size(void) { return __builtin_wasm_memory_size(0); }

unsigned memory_grow(unsigned pages) { return __builtin_wasm_memory_grow(0, pages); }

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

/* These two are for foreign code. */
int memcmp(const void *left, const void *right, size_t count) {
    const unsigned char *a = left, *b = right;
    for (size_t i = 0; i < count; i++) {
        if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
    }
    return 0;
}

size_t strlen(const char *text) {
    size_t length = 0;
    while (text[length]) length++;
    return length;
}

/* Linear memory in pages of 64 KiB; growing returns the old size, or -1. */
unsigned memory_size(void) { return __builtin_wasm_memory_size(0); }

unsigned memory_grow(unsigned pages) { return __builtin_wasm_memory_grow(0, pages); }

// clang --target=wasm32 -O2 -I ../../../../runtime-wasm/foreign -c vectors.c -o vectors.o
#include <langc.h>

double dot(const double *a, size_t a_count, const double *b, size_t b_count) {
    double result = 0;
    for (size_t i = 0; i < a_count && i < b_count; i++) result += a[i] * b[i];
    return result;
}

langc_numbers squares(double count) {
    size_t n = (size_t)count;
    double *values = langc_allocate(n * sizeof(double));
    for (size_t i = 0; i < n; i++) values[i] = (double)i * (double)i;
    return (langc_numbers){values, n};
}

langc_numbers halves(const double *values, size_t count) {
    double *result = langc_allocate(count * sizeof(double));
    for (size_t i = 0; i < count; i++) result[i] = values[i] / 2;
    return (langc_numbers){result, count};
}

langc_numbers nothing(void) { return (langc_numbers){0, 0}; }

/* NaNs of any sign and payload, which the language must not take for something else. */
langc_numbers strange(void) {
    static const unsigned long long bits[3] = {0xFFFF000000000001, 0xFFFA0002DEADBEE8, 0x7FF8000000000000};
    return (langc_numbers){(const double *)bits, 3};
}

// clang++ --target=wasm32 -O0 -I ../../../../runtime-wasm/foreign -fno-exceptions -fno-rtti -c sort.cc -o sort.o
#include <langc.h>
#include <stdint.h>

template <class T> struct Slice {
    T *data;
    T &operator[](long i) const { return data[i]; }
};

template <class T> static void quicksort(Slice<T> v, long low, long high) {
    if (low >= high) return;
    T pivot = v[(low + high) / 2];
    long i = low, j = high;
    while (i <= j) {
        while (v[i] < pivot) i++;
        while (v[j] > pivot) j--;
        if (i > j) break;
        T swap = v[i];
        v[i++] = v[j];
        v[j--] = swap;
    }
    quicksort(v, low, j);
    quicksort(v, i, high);
}

struct Function {
    virtual double at(double x) const = 0;
};
struct Twice : Function {
    double at(double x) const override { return 2 * x; }
};
struct Scaled : Function {
    double factor;
    Scaled(double factor) : factor(factor) {}
    double at(double x) const override { return factor * x; }
};

static Twice twice;
static Scaled scaled(3);
static int setups;
struct Setup {
    Setup() { setups = 40; }
} setup;

extern "C" {
langc_numbers sorted(const double *values, size_t count) {
    double *copy = (double *)langc_allocate(count * sizeof(double));
    __builtin_memcpy(copy, values, count * sizeof(double));
    quicksort(Slice<double>{copy}, 0, (long)count - 1);
    return {copy, count};
}

double apply(uint8_t which, double x) {
    const Function *function = which ? (const Function *)&scaled : &twice;
    return function->at(x) + setups;
}

langc_string day(uint8_t number) {
    switch (number) {
    case 0: return {"mon", 3};
    case 1: return {"tuesday", 7};
    case 2: return {"wed", 3};
    case 3: return {"thu", 3};
    case 4: return {"friday", 6};
    default: return {"?", 1};
    }
}
}

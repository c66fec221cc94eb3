// clang --target=wasm32 -O2 -c stop.c -o stop.o
_Noreturn void abort(void);
double half(double x) { return x < 0 ? (abort(), 0) : x / 2; }

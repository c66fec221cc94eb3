// clang --target=wasm32 -O2 -c state.c -o state.o
static double total;
void add(double x) { total += x; }
double current(void) { return total; }

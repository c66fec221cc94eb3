#include "../bench.h"
#include <stdlib.h>
#include <string.h>
typedef struct shape shape;
typedef struct { double (*area)(const shape *); } methods;
struct shape { const methods *methods; double width, height; const char *text; };
static double square_area(const shape *s) { return s->width * s->width; }
static double rectangle_area(const shape *s) { return s->width * s->height; }
static double text_area(const shape *s) { return strlen(s->text); }
static const methods square = {square_area}, rectangle = {rectangle_area}, text = {text_area};
static shape **shapes(int count) {
  shape **out = malloc(count * sizeof *out);
  for (int i = 0; i < count; i++) {
    out[i] = malloc(sizeof(shape));
    if (i % 3 == 0) *out[i] = (shape){&square, i % 10, 0, 0};
    if (i % 3 == 1) *out[i] = (shape){&rectangle, i % 7, i % 5, 0};
    if (i % 3 == 2) *out[i] = (shape){&text, 0, 0, "pentagon"};
  }
  return out;
}
static double total(shape **all, int count, int rounds) {
  double sum = 0;
  for (int round = 0; round < rounds; round++)
    for (int i = 0; i < count; i++) sum += all[i]->methods->area(all[i]);
  return sum;
}
int main(void) {
  print_number(total(shapes(1000), 1000, 40000));
  return 0;
}

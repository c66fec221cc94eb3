// Output for the C programs without printf, so that start-up and size stay comparable.
#include <unistd.h>
static int format_integer(long long value, char *out) {
  char digits[24];
  int count = 0, length = 0;
  if (value < 0) { out[length++] = '-'; value = -value; }
  do digits[count++] = '0' + value % 10; while (value /= 10);
  while (count) out[length++] = digits[--count];
  return length;
}
static void print_number(double value) {
  char text[32];
  int length = format_integer((long long)value, text);
  text[length++] = '\n';
  write(1, text, length);
}

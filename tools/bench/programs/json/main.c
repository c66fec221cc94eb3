// Parses 10 MB of JSON, walks through it, and prints it again.
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
typedef struct { char *bytes; size_t length, capacity; } text;
typedef enum { null_value, false_value, true_value, number_value, text_value, array_value, object_value } kind;
typedef struct value value;
typedef struct { text name; value *value; } member;
struct value {
  kind kind;
  union {
    double number;
    text text;
    struct { value **items; size_t count, capacity; } array;
    struct { member *members; size_t count, capacity; } object;
  };
};
static void append(text *t, const char *bytes, size_t length) {
  if (t->length + length > t->capacity) {
    t->capacity = (t->length + length) * 2;
    t->bytes = realloc(t->bytes, t->capacity);
  }
  memcpy(t->bytes + t->length, bytes, length);
  t->length += length;
}
static inline void append_byte(text *t, char byte) {
  if (t->length == t->capacity) append(t, &byte, 1);
  else t->bytes[t->length++] = byte;
}
static void append_string(text *t, const char *string) { append(t, string, strlen(string)); }
// The shortest digits that read back as the same number.
static void append_number(text *t, double number) {
  char digits[32];
  long long whole = (long long)number;
  if (whole == number) {
    char *at = digits + sizeof digits;
    unsigned long long rest = whole < 0 ? -whole : whole;
    do *--at = '0' + rest % 10; while (rest /= 10);
    if (whole < 0) *--at = '-';
    append(t, at, digits + sizeof digits - at);
    return;
  }
  for (int precision = 15; precision <= 17; precision++) {
    snprintf(digits, sizeof digits, "%.*g", precision, number);
    if (precision == 17 || strtod(digits, NULL) == number) break;
  }
  append_string(t, digits);
}
static size_t scalars(text t) {
  size_t count = 0;
  for (size_t i = 0; i < t.length; i++) count += (t.bytes[i] & 0xC0) != 0x80;
  return count;
}

// Reading. `at` is behind the text at its end, where a zero byte stands. NULL stands for a text that is no JSON.
static value *parse_value(const char **at);
static value *new_value(kind kind) {
  value *made = calloc(1, sizeof *made);
  made->kind = kind;
  return made;
}
static void skip_space(const char **at) {
  while (**at == ' ' || **at == '\n' || **at == '\r' || **at == '\t') ++*at;
}
static bool parse_hex(const char **at, unsigned *unit) {
  *unit = 0;
  for (int i = 0; i < 4; i++, ++*at) {
    char c = **at;
    int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    if (digit < 0) return false;
    *unit = *unit * 16 + digit;
  }
  return true;
}
static void append_scalar(text *t, unsigned scalar) {
  if (scalar < 0x80) return append_byte(t, scalar);
  if (scalar < 0x800) append_byte(t, 0xC0 | scalar >> 6);
  else if (scalar < 0x10000) append_byte(t, 0xE0 | scalar >> 12), append_byte(t, 0x80 | (scalar >> 6 & 0x3F));
  else append_byte(t, 0xF0 | scalar >> 18), append_byte(t, 0x80 | (scalar >> 12 & 0x3F)), append_byte(t, 0x80 | (scalar >> 6 & 0x3F));
  append_byte(t, 0x80 | (scalar & 0x3F));
}
static bool parse_text(const char **at, text *t) {
  *t = (text){0};
  if (*(*at)++ != '"') return false;
  const char *end = *at;
  while (*end != '"' && *end != '\\' && (unsigned char)*end >= 32) end++;
  t->capacity = end - *at + 1;
  t->bytes = malloc(t->capacity);
  append(t, *at, end - *at);
  for (*at = end;; ) {
    unsigned char c = *(*at)++;
    if (c == '"') return true;
    if (c < 32) return false;
    if (c != '\\') { append_byte(t, c); continue; }
    unsigned unit, low;
    switch (*(*at)++) {
    case '"': append_byte(t, '"'); break;
    case '\\': append_byte(t, '\\'); break;
    case '/': append_byte(t, '/'); break;
    case 'b': append_byte(t, '\b'); break;
    case 'f': append_byte(t, '\f'); break;
    case 'n': append_byte(t, '\n'); break;
    case 'r': append_byte(t, '\r'); break;
    case 't': append_byte(t, '\t'); break;
    case 'u':
      if (!parse_hex(at, &unit)) return false;
      if (unit >= 0xD800 && unit < 0xE000) {
        if (unit >= 0xDC00 || *(*at)++ != '\\' || *(*at)++ != 'u' || !parse_hex(at, &low) || low < 0xDC00 || low >= 0xE000) return false;
        unit = 0x10000 + ((unit & 0x3FF) << 10) + (low & 0x3FF);
      }
      append_scalar(t, unit);
      break;
    default: return false;
    }
  }
}
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static value *parse_number(const char **at) {
  const char *start = *at, *digits;
  unsigned long long mantissa = 0;
  int fraction = 0;
  if (**at == '-') ++*at;
  digits = *at;
  for (; is_digit(**at); ++*at) mantissa = mantissa * 10 + (**at - '0');
  if (*at == digits || (*digits == '0' && *at != digits + 1)) return NULL;
  if (**at == '.') {
    const char *point = (*at)++;
    for (; is_digit(**at); ++*at) mantissa = mantissa * 10 + (**at - '0');
    fraction = *at - point - 1;
    if (fraction == 0) return NULL;
  }
  value *made = new_value(number_value);
  if (*at - digits <= 17 && fraction <= 15 && mantissa <= 1ull << 53 && **at != 'e' && **at != 'E') {
    static const double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    made->number = mantissa / powers[fraction];
    if (*start == '-') made->number = -made->number;
  } else {
    char *end;
    made->number = strtod(start, &end);
    *at = end;
  }
  return made;
}
static value *parse_array(const char **at) {
  value *made = new_value(array_value);
  ++*at;
  skip_space(at);
  if (**at == ']') { ++*at; return made; }
  while (true) {
    value *item = parse_value(at);
    if (!item) return NULL;
    if (made->array.count == made->array.capacity) {
      made->array.capacity = made->array.capacity ? made->array.capacity * 2 : 4;
      made->array.items = realloc(made->array.items, made->array.capacity * sizeof(value *));
    }
    made->array.items[made->array.count++] = item;
    skip_space(at);
    char c = *(*at)++;
    if (c == ']') return made;
    if (c != ',') return NULL;
  }
}
static member *find(const value *object, const char *name, size_t length) {
  for (size_t i = 0; i < object->object.count; i++) {
    member *m = &object->object.members[i];
    if (m->name.length == length && memcmp(m->name.bytes, name, length) == 0) return m;
  }
  return NULL;
}
static void release(value *v) {
  if (v->kind == text_value) free(v->text.bytes);
  if (v->kind == array_value) {
    for (size_t i = 0; i < v->array.count; i++) release(v->array.items[i]);
    free(v->array.items);
  }
  if (v->kind == object_value) {
    for (size_t i = 0; i < v->object.count; i++) {
      free(v->object.members[i].name.bytes);
      release(v->object.members[i].value);
    }
    free(v->object.members);
  }
  free(v);
}
static value *parse_object(const char **at) {
  value *made = new_value(object_value);
  ++*at;
  skip_space(at);
  if (**at == '}') { ++*at; return made; }
  while (true) {
    text name;
    skip_space(at);
    if (!parse_text(at, &name)) return NULL;
    skip_space(at);
    if (*(*at)++ != ':') return NULL;
    value *item = parse_value(at);
    if (!item) return NULL;
    member *known = find(made, name.bytes, name.length);
    if (known) {
      free(name.bytes);
      release(known->value);
      known->value = item;
    } else {
      if (made->object.count == made->object.capacity) {
        made->object.capacity = made->object.capacity ? made->object.capacity * 2 : 4;
        made->object.members = realloc(made->object.members, made->object.capacity * sizeof(member));
      }
      made->object.members[made->object.count++] = (member){name, item};
    }
    skip_space(at);
    char c = *(*at)++;
    if (c == '}') return made;
    if (c != ',') return NULL;
  }
}
static value *parse_value(const char **at) {
  skip_space(at);
  switch (**at) {
  case '{': return parse_object(at);
  case '[': return parse_array(at);
  case '"': {
    value *made = new_value(text_value);
    return parse_text(at, &made->text) ? made : NULL;
  }
  case 't': if (strncmp(*at, "true", 4) == 0) { *at += 4; return new_value(true_value); } return NULL;
  case 'f': if (strncmp(*at, "false", 5) == 0) { *at += 5; return new_value(false_value); } return NULL;
  case 'n': if (strncmp(*at, "null", 4) == 0) { *at += 4; return new_value(null_value); } return NULL;
  default: return parse_number(at);
  }
}

// Writing.
static void write_text(text *out, text t) {
  append_byte(out, '"');
  for (size_t i = 0; i < t.length; i++) {
    unsigned char c = t.bytes[i];
    char escape[8];
    switch (c) {
    case '"': append_string(out, "\\\""); break;
    case '\\': append_string(out, "\\\\"); break;
    case '\b': append_string(out, "\\b"); break;
    case '\f': append_string(out, "\\f"); break;
    case '\n': append_string(out, "\\n"); break;
    case '\r': append_string(out, "\\r"); break;
    case '\t': append_string(out, "\\t"); break;
    default:
      if (c >= 32) { append_byte(out, c); break; }
      snprintf(escape, sizeof escape, "\\u%04x", c);
      append_string(out, escape);
    }
  }
  append_byte(out, '"');
}
static void write_value(text *out, const value *v) {
  switch (v->kind) {
  case null_value: append_string(out, "null"); break;
  case false_value: append_string(out, "false"); break;
  case true_value: append_string(out, "true"); break;
  case number_value: append_number(out, v->number); break;
  case text_value: write_text(out, v->text); break;
  case array_value:
    append_byte(out, '[');
    for (size_t i = 0; i < v->array.count; i++) {
      if (i > 0) append_byte(out, ',');
      write_value(out, v->array.items[i]);
    }
    append_byte(out, ']');
    break;
  case object_value:
    append_byte(out, '{');
    for (size_t i = 0; i < v->object.count; i++) {
      if (i > 0) append_byte(out, ',');
      write_text(out, v->object.members[i].name);
      append_byte(out, ':');
      write_value(out, v->object.members[i].value);
    }
    append_byte(out, '}');
    break;
  }
}

static void record(text *t, int n) {
  append_string(t, "{\"id\": ");
  append_number(t, n);
  append_string(t, ", \"name\": \"Person \\u00e9 ");
  append_number(t, n);
  append_string(t, "\", \"balance\": ");
  append_number(t, n * 37LL % 100000 / 8.0);
  append_string(t, ", \"active\": ");
  append_string(t, n % 3 == 0 ? "true" : "false");
  append_string(t, ",\n \"tags\": [\"red\", \"a rather long tag without escapes\", \"x");
  append_number(t, n % 100);
  append_string(t, "\"], \"point\": {\"x\": ");
  append_number(t, n / 7.0);
  append_string(t, ", \"y\": -");
  append_number(t, n % 1000 + 1);
  append_string(t, "}, \"parent\": null}");
}
static text document(int count) {
  text t = {0};
  append_byte(&t, '[');
  for (int i = 0; i < count; i++) {
    if (i > 0) append_string(&t, ",\n");
    record(&t, i);
  }
  append_byte(&t, ']');
  return t;
}
static const value *get(const value *object, const char *name) { return find(object, name, strlen(name))->value; }
static double walk(const value *j, int count) {
  double total = 0;
  for (int i = 0; i < count; i++) {
    const value *entry = j->array.items[i];
    total += get(entry, "id")->number + get(entry, "balance")->number + get(get(entry, "point"), "x")->number;
    total += scalars(get(entry, "tags")->array.items[1]->text) + scalars(get(entry, "name")->text);
    if (get(entry, "active")->kind == true_value && get(entry, "parent")->kind == null_value) total += 1;
  }
  return total;
}
static void print(double number) {
  text line = {0};
  append_number(&line, number);
  append_byte(&line, '\n');
  write(1, line.bytes, line.length);
  free(line.bytes);
}
int main(void) {
  int count = 50000;
  text t = document(count);
  print(scalars(t));
  append_byte(&t, 0);
  double size = 0;
  for (int round = 0; round < 5; round++) {
    const char *at = t.bytes;
    value *j = parse_value(&at);
    if (!j) return 1;
    print(walk(j, count));
    text out = {0};
    write_value(&out, j);
    size += scalars(out);
    free(out.bytes);
    release(j);
  }
  print(size);
  return 0;
}

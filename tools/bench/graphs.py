"""Programs of many modules, the same in Atlas, C and JavaScript.

Each module has ten functions of six lines and imports one function from each of three earlier modules; `main` calls one function of each
module, from which all others are reached. Equal numbers give equal sources.
"""

FUNCTIONS = 10
IMPORTS = 3

# What Atlas checks, C checks as well: no number becomes infinite or NaN, and a failure names its place.
C_HEAD = """\
struct site { const char *file; unsigned line, column; };
_Noreturn void fail(const struct site *site, const char *code, const char *message);
#define CHECKED(e) ({ double value_ = (e); static const struct site site_ = { __FILE__, __LINE__, __COUNTER__ }; \\
  if (value_ - value_ != 0) fail(&site_, "AT0007", "Invalid numeric result (NaN or Infinity)"); value_; })
"""

C_MAIN = """\
__attribute__((import_module("wasi_snapshot_preview1"), import_name("fd_write"))) int fd_write(int, const void *, int, int *);
static void print_number(double value) {
  char digits[32];
  int place = sizeof digits, written;
  digits[--place] = '\\n';
  long long rest = (long long)value;
  do digits[--place] = '0' + rest % 10; while (rest /= 10);
  struct { char *text; unsigned long length; } vector = { digits + place, sizeof digits - place };
  fd_write(1, &vector, 1, &written);
}
_Noreturn void fail(const struct site *site, const char *code, const char *message) {
  struct { const char *text; unsigned long length; } vectors[2] = { { code, 6 }, { message, 40 } };
  int written;
  fd_write(2, vectors, 2, &written);
  print_number(site->line);
  __builtin_trap();
}
"""


def imports(module):
    """The earlier modules that a module imports, and which function of each."""
    state = module * 2654435761 + 12345
    found = {}
    while len(found) < min(IMPORTS, module):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        found.setdefault((state >> 33) % module, (state >> 20) % FUNCTIONS)
    return list(found.items())


def callee(module, function, used):
    """What a function calls: an imported one, the one before it, or nothing."""
    if function < len(used):
        return "m{}f{}".format(*used[function])
    return f"m{module}f{function - 1}" if function else None


def atlas_function(module, function, used):
    called = callee(module, function, used)
    depth = "d - 1" if function < len(used) else "d"
    call = f"if (d > 0) {{ sum = sum + {called}(i, {depth}); }}" if called else f"if (d > 0) {{ sum = sum + {module % 7}; }}"
    return f"""\
export fn m{module}f{function}(n: number, d: number) -> number {{
    var sum = n * {function + 2} + {module % 100};
    var i = 0;
    while (i < {function % 3 + 2}) {{ sum = floor(sum * 0.5) + i * {module % 9 + 3}; i = i + 1; }}
    {call}
    return sum; }}
"""


def c_function(module, function, used):
    called = callee(module, function, used)
    depth = "CHECKED(d - 1)" if function < len(used) else "d"
    call = f"if (d > 0) {{ sum = CHECKED(sum + {called}(i, {depth})); }}" if called else f"if (d > 0) {{ sum = CHECKED(sum + {module % 7}); }}"
    return f"""\
double m{module}f{function}(double n, double d) {{
    double sum = CHECKED(CHECKED(n * {function + 2}) + {module % 100});
    double i = 0;
    while (i < {function % 3 + 2}) {{ sum = CHECKED(__builtin_floor(CHECKED(sum * 0.5)) + CHECKED(i * {module % 9 + 3})); i = CHECKED(i + 1); }}
    {call}
    return sum; }}
"""


def javascript_function(module, function, used):
    called = callee(module, function, used)
    depth = "d - 1" if function < len(used) else "d"
    call = f"if (d > 0) {{ sum = sum + {called}(i, {depth}); }}" if called else f"if (d > 0) {{ sum = sum + {module % 7}; }}"
    return f"""\
export function m{module}f{function}(n, d) {{
    let sum = n * {function + 2} + {module % 100};
    let i = 0;
    while (i < {function % 3 + 2}) {{ sum = Math.floor(sum * 0.5) + i * {module % 9 + 3}; i = i + 1; }}
    {call}
    return sum; }}
"""


def atlas_sources(count):
    """File names and texts; the entry is main.atl."""
    for module in range(count):
        used = imports(module)
        head = "".join(f'import {{ m{other}f{function} }} from "./m{other}";\n' for other, function in used)
        yield f"m{module}.atl", head + "".join(atlas_function(module, function, used) for function in range(FUNCTIONS))
    last = FUNCTIONS - 1
    head = "".join(f'import {{ m{module}f{last} }} from "./m{module}";\n' for module in range(count))
    calls = "".join(f"total = total + m{module}f{last}({module % 50}, 1);\n" for module in range(count))
    yield "main.atl", head + "var total = 0;\n" + calls + "print(total);\n"


def c_sources(count):
    for module in range(count):
        used = imports(module)
        head = "".join(f"double m{other}f{function}(double, double);\n" for other, function in used)
        yield f"m{module}.c", C_HEAD + head + "".join(c_function(module, function, used) for function in range(FUNCTIONS))
    last = FUNCTIONS - 1
    head = "".join(f"double m{module}f{last}(double, double);\n" for module in range(count))
    calls = "".join(f"  total = total + m{module}f{last}({module % 50}, 1);\n" for module in range(count))
    yield "main.c", C_HEAD + C_MAIN + head + "void _start(void) {\n  double total = 0;\n" + calls + "  print_number(total);\n}\n"


def javascript_sources(count):
    for module in range(count):
        used = imports(module)
        head = "".join(f'import {{ m{other}f{function} }} from "./m{other}.js";\n' for other, function in used)
        yield f"m{module}.js", head + "".join(javascript_function(module, function, used) for function in range(FUNCTIONS))
    last = FUNCTIONS - 1
    head = "".join(f'import {{ m{module}f{last} }} from "./m{module}.js";\n' for module in range(count))
    calls = "".join(f"total = total + m{module}f{last}({module % 50}, 1);\n" for module in range(count))
    yield "main.js", head + "let total = 0;\n" + calls + "console.log(total);\n"


def write(sources, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in sources:
        (folder / name).write_text(text)

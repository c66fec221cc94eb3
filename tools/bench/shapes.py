"""Programs of unusual shapes, in Atlas and Ai: what a compiler must bear without more than linear time. Equal numbers give equal sources.

Each shape is a function from a size to the files of a program, as pairs of name and text (the entry first), and what the program prints.
"""

# Modules of a chain call one another in groups of so many, so that calls do not nest more deeply than every engine bears.
GROUP = 500


def atlas_chain(size):
    """Modules that import one another in a chain."""
    yield "main.atl", 'import { f0 } from "./m0";\nprint(f0(1));\n', f"{min(size, GROUP + 1)}"
    for module in range(size):
        if module == size - 1:
            yield f"m{module}.atl", f"export fn f{module}(n: number) -> number {{ return n; }}\n", None
        else:
            text = f'import {{ f{module + 1} }} from "./m{module + 1}";\n'
            call = f"f{module + 1}(n + 1)" if module % GROUP != GROUP - 1 else "n + 1"
            if module % GROUP == GROUP - 1:
                text += f"print(f{module + 1}(1));\n"
            yield f"m{module}.atl", text + f"export fn f{module}(n: number) -> number {{ return {call}; }}\n", None


def ai_chain(size):
    """Modules that import one another in a chain."""
    yield "main.ai", '(import "m0" (f0))\n(print (f0 1))\n', f"{min(size, GROUP + 1)}"
    for module in range(size):
        head = f"(module m{module} [f{module}]\n"
        if module == size - 1:
            yield f"m{module}.ai", head + f"  (define (f{module} n) n))\n", None
        else:
            body = f'  (import "m{module + 1}" (f{module + 1}))\n'
            call = f"(f{module + 1} (+ n 1))"
            if module % GROUP == GROUP - 1:
                body += f"  (print (f{module + 1} 1))\n"
                call = "(+ n 1)"
            yield f"m{module}.ai", head + body + f"  (define (f{module} n) {call}))\n", None


def atlas_fan(size):
    """One module that imports all others."""
    imports = "".join(f'import {{ v{module} }} from "./m{module}";\n' for module in range(size))
    sums = "".join(f"sum = sum + v{module};\n" for module in range(size))
    yield "main.atl", imports + "var sum = 0;\n" + sums + "print(sum);\n", f"{size * (size - 1) // 2}"
    for module in range(size):
        yield f"m{module}.atl", f"export let v{module} = {module};\n", None


def ai_fan(size):
    """One module that imports all others."""
    imports = "".join(f'(import "m{module}" (v{module}))\n' for module in range(size))
    sums = "".join(f"(set! sum (+ sum v{module}))\n" for module in range(size))
    yield "main.ai", imports + "(define sum 0)\n" + sums + "(print sum)\n", f"{size * (size - 1) // 2}"
    for module in range(size):
        yield f"m{module}.ai", f"(module m{module} [v{module}] (define v{module} {module}))\n", None


def atlas_definitions(size):
    """One module with many functions."""
    lines = ["fn f0(n: number) -> number { return n; }\n"]
    lines += [f"fn f{index}(n: number) -> number {{ return f{index // 2}(n) + {index}; }}\n" for index in range(1, size)]
    yield "main.atl", "".join(lines) + f"print(f{size - 1}(1));\n", f"{definitions_sum(size)}"


def ai_definitions(size):
    """One module with many procedures."""
    lines = ["(define (f0 n) n)\n"]
    lines += [f"(define (f{index} n) (+ (f{index // 2} n) {index}))\n" for index in range(1, size)]
    yield "main.ai", "".join(lines) + f"(print (f{size - 1} 1))\n", f"{definitions_sum(size)}"


def definitions_sum(size):
    index, sum = size - 1, 1
    while index:
        sum += index
        index //= 2
    return sum


def atlas_variables(size):
    """One module with many variables, each from the one before."""
    lines = ["let v0 = 1;\n"] + [f"let v{index} = v{index - 1} + 1;\n" for index in range(1, size)]
    yield "main.atl", "".join(lines) + f"print(v{size - 1});\n", f"{size}"


def ai_variables(size):
    """One module with many variables, each from the one before."""
    lines = ["(define v0 1)\n"] + [f"(define v{index} (+ v{index - 1} 1))\n" for index in range(1, size)]
    yield "main.ai", "".join(lines) + f"(print v{size - 1})\n", f"{size}"


def atlas_line(size):
    """One line of as many bytes, of statements."""
    count = size // 9
    yield "main.atl", "var n = 0;" + "n = n+1;;"[:8] * count + "print(n);\n", f"{count}"


def ai_line(size):
    """One line of as many bytes, of expressions."""
    count = size // 17
    yield "main.ai", "(define n 0)" + "(set! n (+ n 1))" * count + "(print n)\n", f"{count}"


def atlas_list(size):
    """One line of as many bytes, a literal of an array."""
    count = size // 4
    yield "main.atl", "let a = [" + ", ".join("42" for _ in range(count)) + "]; print(len(a));\n", f"{count}"


def ai_list(size):
    """One line of as many bytes, a literal of a list."""
    count = size // 3
    yield "main.ai", "(define a '(" + " ".join("42" for _ in range(count)) + ")) (print (length a))\n", f"{count}"


def atlas_text(size):
    """One line of as many bytes, a text."""
    yield "main.atl", 'let t = "' + "x" * size + '"; print(len(t));\n', f"{size}"


def ai_text(size):
    """One line of as many bytes, a text."""
    yield "main.ai", '(define t "' + "x" * size + '") (print (string-length t))\n', f"{size}"


# How many definitions and, at most, imports a module of the following shapes has.
DEFINITIONS = 20
IMPORTS = 10


def atlas_module(index, imported):
    """A module whose variable counts the modules down to the end, with functions that use what it imports."""
    text = "".join(f'import {{ v{other}, f{other}x0 }} from "./m{other}";\n' for other in imported)
    text += f"export let v{index} = " + (f"v{imported[0]} + 1;\n" if imported else "1;\n")
    for number in range(DEFINITIONS - 1):
        value = f"f{imported[number % len(imported)]}x0(n)" if imported else "n"
        text += f"export fn f{index}x{number}(n: number) -> number {{ if (n > {number}) {{ return n; }} return {value} + {number}; }}\n"
    return text


def ai_module(index, imported):
    """A module whose variable counts the modules down to the end, with procedures that use what it imports."""
    names = " ".join(f"f{index}x{number}" for number in range(DEFINITIONS - 1))
    text = f"(module m{index} [v{index} {names}]\n"
    text += "".join(f'  (import "m{other}" (v{other} f{other}x0))\n' for other in imported)
    text += f"  (define v{index} " + (f"(+ v{imported[0]} 1))\n" if imported else "1)\n")
    for number in range(DEFINITIONS - 1):
        value = f"(f{imported[number % len(imported)]}x0 n)" if imported else "n"
        text += f"  (define (f{index}x{number} n) (if (> n {number}) n (+ {value} {number})))\n"
    return text + ")\n"


def atlas_graph(size, imports, entry):
    yield "main.atl", "".join(f'import {{ v{i} }} from "./m{i}";\n' for i in entry) + f"print({' + '.join(f'v{i}' for i in entry)});\n", None
    for module in range(size):
        yield f"m{module}.atl", atlas_module(module, imports(module)), None


def ai_graph(size, imports, entry):
    yield "main.ai", "".join(f'(import "m{i}" (v{i}))\n' for i in entry) + f"(print (+ {' '.join(f'v{i}' for i in entry)}))\n", None
    for module in range(size):
        yield f"m{module}.ai", ai_module(module, imports(module)), None


def wide(graph):
    """Modules side by side: the entry imports all, and each imports ten that all others import too."""
    def make(size):
        base = min(IMPORTS, size // 2)
        files = graph(size, lambda module: list(range(base)) if module >= base else [], range(size))
        yield from with_output(files, base + 2 * (size - base))
    return make


def diamond(graph):
    """Modules that import the ten after them."""
    def make(size):
        files = graph(size, lambda module: list(range(module + 1, min(module + 1 + IMPORTS, size))), [0])
        yield from with_output(files, size)
    return make


def row(graph):
    """Modules that import the next one, with definitions."""
    def make(size):
        files = graph(size, lambda module: [module + 1] if module + 1 < size else [], [0])
        yield from with_output(files, size)
    return make


def with_output(files, value):
    name, text, _ = next(files)
    yield name, text, f"{value}"
    yield from files


SHAPES = {
    "chain": (atlas_chain, ai_chain, 10_000),
    "fan": (atlas_fan, ai_fan, 10_000),
    "definitions": (atlas_definitions, ai_definitions, 100_000),
    "variables": (atlas_variables, ai_variables, 100_000),
    "line": (atlas_line, ai_line, 1_000_000),
    "list": (atlas_list, ai_list, 1_000_000),
    "text": (atlas_text, ai_text, 1_000_000),
    "wide": (wide(atlas_graph), wide(ai_graph), 2000),
    "diamond": (diamond(atlas_graph), diamond(ai_graph), 2000),
    "row": (row(atlas_graph), row(ai_graph), 2000),
}


def write(shape, language, size, folder):
    """Writes a program; returns the name of the entry and the last line that it prints."""
    make = SHAPES[shape][0 if language == "atlas" else 1]
    folder.mkdir(parents=True, exist_ok=True)
    entry = None
    for name, text, output in make(size):
        (folder / name).write_text(text)
        if entry is None:
            entry = (name, output)
    return entry

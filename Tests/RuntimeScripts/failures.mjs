// Error texts, conversions and output. usage: node failures.mjs MODULE SEED
import { runtime, x, below, string, text, stringValue, number, array, arrayValue, some, none, ok, err, nullBits, trueBits, falseBits, outcome,
  same, finish } from "./values.mjs";
import { kinds } from "./runtime.mjs";

const words = (...values) => {
  const address = runtime.allocate(8 * Math.ceil(values.length / 2));
  values.forEach((value, i) => runtime.store32(address + 4 * i, value));
  return address;
};
const site = words(string("src/main.atl"), 4, 109);
const place = "  --> src/main.atl:4:109\n";
const failure = (code, header, prefix, suffix, mode) =>
  words(...[code, header, prefix, suffix].map((s) => s === null ? 0 : string(s)), mode, 0);
/** The action ends the program with this on standard error. */
function fails(expected, action) {
  const result = outcome(action);
  same(result.errors, expected);
  same(result.status, 1, expected);
}

const nested = arrayValue([number(1), stringValue("a"), arrayValue([trueBits, nullBits]), some(number(5)), none, ok(number(0.5)),
  err(stringValue("why")), arrayValue([])]);
const shown = "[1, a, [true, null], Some(5), None, Ok(0.5), Err(why), []]";
fails("error[AT0005]: Divide by zero\n" + place, () => x.fail(failure("AT0005", null, "Divide by zero", null, 0), site));
fails("error[AT0005]: Divide by zero\n", () => x.fail(failure("AT0005", null, "Divide by zero", null, 0), 0));
fails(`error[AT0102]: Invalid argument\n${place}   = note: f(): expected string, got number\n`,
  () => x.fail_value(failure("AT0102", "Invalid argument", "f(): expected string, got ", null, 1), number(1), site));
fails(`error[AT0001]: Type error: unwrap() called on ${shown}!\n${place}`,
  () => x.fail_value(failure("AT0001", null, "Type error: unwrap() called on ", "!", 2), nested, site));
fails("error[AT0300]: Permission denied: p/q.\n", () => x.fail_text(failure("AT0300", null, "Permission denied: ", ".", 0), string("p/q"), 0));

let deep = number(1);
for (let i = 0; i < 100000; i++) deep = i % 2 ? arrayValue([deep]) : some(deep);
same(text(x.value_display(deep)).slice(0, 14), "[Some([Some([S");
same(text(x.value_display(deep)).length, 50000 * 8 + 1);
same(text(x.value_display(nested)), shown);

const s = string("héllo"), sv = runtime.box(s, kinds.string);
const error = (message, action) => fails(`error[${message}\n${place}`, action);
const type = (message, action) => error("AT0001]: Type error: " + message, action);
const bounds = "AT0006]: Array index out of bounds", numeric = "AT0007]: Invalid numeric result (NaN or Infinity)";
const index = "AT0103]: Invalid index: array indices must be whole numbers", division = "AT0005]: Divide by zero";
for (const i of [5, -1, Infinity]) error(bounds, () => x.atlas_char_at(s, i, site));
for (const i of [0.5, NaN]) type("charAt() index must be an integer", () => x.atlas_char_at(s, i, site));
type("substring() indices must be integers", () => x.atlas_substring(s, 0, 1.5, site));
for (const [from, to] of [[3, 1], [0, 7], [7, 7], [0, Infinity]]) error(bounds, () => x.atlas_substring(s, from, to, site));
type("substring() indices must be on UTF-8 character boundaries", () => x.atlas_substring(s, 0, 2, site));
same(text(x.atlas_substring(s, -5, 1, site)), "h"); same(text(x.atlas_substring(s, -5, 6, site)), "héllo");
type("repeat() count must be an integer", () => x.atlas_repeat(s, 1.5, site));
type("repeat() count cannot be negative", () => x.atlas_repeat(s, -1, site));
error(numeric, () => x.atlas_repeat(s, 1000001, site));
same(text(x.atlas_repeat(s, 1000000, site)).length, 5000000);
type("join() requires array of strings", () => x.atlas_join(array([number(1)]), s, site));

type("'+' requires matching types, found number and string", () => x.atlas_add(number(1), sv, site));
type("'+' requires matching types, found bool and bool", () => x.atlas_add(trueBits, falseBits, site));
for (const operation of ["subtract", "multiply", "divide", "remainder"]) {
  type("Arithmetic operator requires number operands, found array and null", () => x["atlas_" + operation](nested, nullBits, site));
}
error(numeric, () => x.atlas_add(number(1e308), number(1e308), site));
error(numeric, () => x.atlas_subtract(number(NaN), number(1), site));
error(numeric, () => x.atlas_multiply(number(1e200), number(1e200), site));
error(numeric, () => x.atlas_divide(number(1e200), number(1e-200), site));
error(division, () => x.atlas_divide(number(0), number(-0), site));
error(division, () => x.atlas_remainder(number(NaN), number(0), site));
const value = (bits) => BigInt.asUintN(64, bits);
same(value(x.atlas_add(number(1), number(2), 0)), number(3)); same(value(x.atlas_subtract(number(7), number(3), 0)), number(4));
same(value(x.atlas_divide(number(1), number(8), 0)), number(0.125)); same(value(x.atlas_remainder(number(-7), number(3), 0)), number(-1));
same(text(runtime.address(value(x.atlas_add(sv, sv, 0)))), "héllohéllo");
type("Comparison requires number operands, found string and option", () => x.atlas_compare(sv, none, 0, site));
[1, 1, 0, 0].forEach((answer, operation) => {
  same(x.atlas_compare(number(1), number(2), operation, 0), answer); same(x.atlas_compare(number(NaN), number(2), operation, 0), 0);
});
type("Cannot index into type string", () => x.atlas_index(sv, number(0), site));
type("Array index must be number, found result", () => x.atlas_index(nested, ok(number(1)), site));
for (const i of [-1, 0.5, NaN]) error(index, () => x.atlas_index(nested, number(i), site));
error(bounds, () => x.atlas_index(nested, number(8), site));
same(value(x.atlas_index(nested, number(0), 0)), number(1));

const note = (message, action) => fails(`error[AT0102]: Invalid argument to standard library function\n${place}   = note: ${message}\n`, action);
note("print(): expected string, number, bool, or null, got array", () => x.atlas_print_value(nested, site));
note("str(): expected number, bool, or null, got string", () => x.atlas_str(sv, site));
note("len(): expected string or array, got null", () => x.atlas_len(nullBits, site));
same(x.atlas_len(sv, 0), 5); same(x.atlas_len(nested, 0), 8);
for (const [bits, printed] of [[number(1.5), "1.5"], [sv, "héllo"], [nullBits, "null"], [trueBits, "true"], [falseBits, "false"], [number(-0), "-0"]]) {
  same(outcome(() => x.atlas_print_value(bits, 0)).output, printed + "\n");
  if (bits !== sv) same(text(x.atlas_str(bits, 0)), printed);
}
for (const [bits, shape] of [[sv, "héllo"], [number(1e23), "1" + "0".repeat(23)], [number(-Infinity), "-Infinity"], [some(sv), 'Some("héllo")'],
  [err(some(nested)), "Err(Some([Array]))"], [ok(none), "Ok(None)"], [falseBits, "false"], [nullBits, "null"]]) same(text(x.atlas_to_string(bits)), shape);
for (const [bits, truth] of [[number(NaN), 0], [number(-0), 0], [number(2), 1], [stringValue(""), 0], [sv, 1], [nullBits, 0], [falseBits, 0], [trueBits, 1], [none, 1]]) {
  same(x.atlas_to_bool(bits), truth, String(bits));
}

const descriptor = words(string("go"), 0), closure = words(kinds.closure, 0, 0, descriptor), functionValue = runtime.box(closure, kinds.closure);
same(text(x.value_display(functionValue)), "<fn go>"); same(text(x.atlas_typeof(functionValue)), "function");
runtime.store32(descriptor + 4, 1);
same(text(x.value_display(functionValue)), "<builtin go>"); same(text(x.atlas_typeof(functionValue)), "builtin");
same(text(x.value_type_name(functionValue)), "function");
for (const [bits, name] of [[number(NaN), "number"], [sv, "string"], [trueBits, "bool"], [nullBits, "null"], [nested, "array"], [none, "option"],
  [err(nullBits), "result"], [runtime.box(8, kinds.namespace), "namespace"], [runtime.box(8, kinds.json), "json"]]) {
  same(text(x.value_type_name(bits)), name); same(text(x.atlas_typeof(bits)), name);
}

// What was printed comes before the error; long output arrives whole, in as few writes as the buffer allows.
const mixed = outcome(() => { x.print_line(s); x.fail(failure("AT0005", null, "x", null, 0), 0); });
same(mixed.output, "héllo\n"); same(mixed.errors, "error[AT0005]: x\n");
let expected = "";
const printed = outcome(() => {
  for (let i = 0; i < 5000; i++) {
    const line = "ä".repeat(below(60)) + (i % 500 ? "" : "L".repeat(40000));
    expected += line + "\n";
    x.print_line(string(line));
  }
});
same(printed.output, expected);
same(runtime.output.length <= Math.ceil(Buffer.byteLength(expected) / 16384) + 1, true, runtime.output.length);
finish();

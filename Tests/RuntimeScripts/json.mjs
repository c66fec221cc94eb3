// JSON texts against JavaScript's parser, and error texts. usage: node json.mjs MODULE SEED COUNT
import { runtime, x, below, string, reset as collect, countText, text, number, array, outcome, same, finish, nullBits } from "./values.mjs";
import { kinds } from "./runtime.mjs";
const count = Number(countText);

/** What JavaScript makes of a text: undefined when it is no JSON, or when it has what only JavaScript lets pass. */
function reference(source) {
  let value;
  try { value = JSON.parse(source); } catch { return undefined; }
  const pending = [value];
  while (pending.length > 0) {
    const part = pending.pop();
    if (typeof part === "number" && !Number.isFinite(part)) return undefined;
    if (typeof part === "string" && !part.isWellFormed()) return undefined;
    if (typeof part === "object" && part !== null) {
      for (const key of Object.keys(part)) { pending.push(key, part[key]); }
    }
  }
  return { value };
}

/** The value of a text, which stays alive until the next `reset`. */
function parse(source) {
  const bits = runtime.box(x.atlas_parse_json(string(source), 0), kinds.json);
  runtime.push(bits);
  return bits;
}
function reset() {
  runtime.sp = runtime.stackBase;
  collect();
}
const print = (bits) => text(x.atlas_to_json(bits, 0));
const sortedValue = (value) => Array.isArray(value) ? value.map(sortedValue) : value === null || typeof value !== "object" ? value
  : Object.fromEntries(Object.keys(value).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))).map((key) => [key, sortedValue(value[key])]));

/** Parsing, printing, comparing and laying out a text must do what JavaScript does. */
function agree(source) {
  const expected = reference(source);
  same(x.atlas_is_valid_json(string(source)), expected ? 1 : 0, source);
  if (!expected) {
    const { errors, status } = outcome(() => parse(source));
    same(status, 1, source);
    same(/^error\[AT0001\]: Type error: Invalid JSON: .+ at line \d+ column \d+\n$/.test(errors), true, source + errors);
    return;
  }
  const bits = parse(source), printed = print(bits), compact = JSON.stringify(expected.value);
  same(JSON.stringify(JSON.parse(printed)), compact, source);
  same(BigInt(x.value_equal(bits, parse(printed))), 1n, source);
  same(print(parse(printed)), printed, source);
  same(JSON.stringify(JSON.parse(text(x.atlas_minify_json(string(source), 0)))), JSON.stringify(sortedValue(expected.value)), source);
  const width = below(4), pretty = text(x.atlas_prettify_json(string(source), width, 0));
  if (!/[0-9]/.test(compact)) {
    same(printed, compact, source);
    if (width > 0) same(pretty, JSON.stringify(sortedValue(expected.value), null, width), source);
  }
  same(print(parse(pretty)), text(x.atlas_minify_json(string(source), 0)), source);
}

const accepted = ["[]", "{}", "0", "-0", "1", "-1", "10", "1.0", "-1.5", "0.0", "1e1", "1E1", "1e+1", "1e-1", "0e0", "-0.0e-0", "1.5E+05", "123456789012345678901234567890",
  "0.1234567890123456789012345", "1e308", "1.7976931348623157e308", "1e-400", "5e-324", "2.2250738585072011e-308", "9007199254740993", "9007199254740992.5",
  "true", "false", "null", " \t\r\nnull \t\r\n", '""', '"a"', '"\\""', '"\\\\"', '"\\/"', '"\\b\\f\\n\\r\\t"', '"\\u0000"', '"\\u001F"', '"\\u00e9\\u00E9"', '"\\uFFFF"', '"\\ud83d\\ude00"',
  '"\\uD83D\\uDE00\\uD83D\\uDE01"', '"é€😀"', '"\u007f\u0080\u2028\u2029\ufeff"', "[1,2,3]", "[ 1 , 2 ]", "[[],[[]]]", '{"a":1}', '{ "a" : 1 , "b" : [ ] }', '{"":""}', '{"a":{"a":{"a":{}}}}',
  '{"a":1,"b":2,"a":3}', '{"a":1,"a":{"a":[],"a":2}}', "[true,false,null]", "[0,-0,0.5]", '["a,b","]","}"]', "[1]        ", "1 ", "[\n\n\n1\n]", '{"\\u0061":1,"a":2}', '{"a\\nb":1}'];
const rejected = ["", " ", "[", "]", "{", "}", "[1", "[1,", "[1,]", "[,1]", "[,]", "[1 2]", "[1,,2]", "{,}", '{"a"}', '{"a":}', '{"a" 1}', '{"a":1,}', '{"a":1 "b":2}', "{1:2}", "{a:1}", "{'a':1}", '{"a":1',
  '{"a":', '{"a"', '{"a', '{"', "[}", "{]", '[1}', '{"a":1]', "01", "-", "-a", "+1", ".5", "1.", "1.e1", "1e", "1e+", "1e1.5", "0x10", "1_000", "00", "-01", "-00.5", "1ee1", "1.2.3", "--1", "Infinity", "NaN", "-Infinity",
  "tru", "truee", "True", "nul", "nulll", "fals", "falsey", "t", "n", "f", "undefined", "'a'", '"', '"a', '"\\', '"\\"', '"\\a"', '"\\x41"', '"\\u"', '"\\u12"', '"\\u123"', '"\\u123g"', '"\\U0041"', '"\\u 041"', '"\\u-041"', '"\t"', '"\n"', '"\u0000"',
  '"\u001f"', '"\\ud800"', '"\\udc00"', '"\\ud800\\u0041"', '"\\ud800x"', '"\\ud800\\ud800"', '"\\udc00\\ud800"', '"\\ud83d\\ude0"', '"\\ud83d\\', '"\\ud83d\\u', '"\\ud83d', "1 1", "[] []", "null,", "{}}", "[]]", "/**/1", "// x\n1", "1//", "\ufeff1",
  "\u00a01", "\u000b1", "\f1", "\0", "1\0", "[1\0]", '"a"b', "[\"a\" \"b\"]", "1e309", "-1e309", "1e99999999999999999999", "[1e400]", '{"a":1e400}', "{\"a\":1,b}", "{\"a\":1,\"b\"}", '{"a\u0001":1}', '{"\\q":1}', '[\\u0031]', "\\n1"];
for (const source of accepted) { same(reference(source) !== undefined, true, source); agree(source); agree(`[${source}]`); agree(`{"k":${source}}`); }
for (const source of rejected) { same(reference(source), undefined, source); agree(source); agree(`[${source}`); agree(`{"k": [${source}`); }
// Every prefix of a text is wrong, except where a shorter one is a text of its own.
const whole = '{"name": ["\\u00e9\\ud83d\\ude00 \\n", -12.5e+3, true, false, null, {"a": [], "b": {}}], "text": "abcdefghijklmnop"}';
for (let end = 0; end < whole.length; end++) same(x.atlas_is_valid_json(string(whole.slice(0, end))), 0, end);
agree(whole);
// Strings of every length, with something special at every place, in names and values.
for (let length = 0; length < 40; length++) {
  for (const special of ["x", '\\"', "\\n", "\\u0041", "\\u00e9", "\\ud83d\\ude00", "é", "\u0001", '"', "\\", ""]) {
    for (const at of [0, length >> 1, length]) {
      const inner = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz".slice(0, at) + special + "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJ".slice(0, length - at);
      agree(`["${inner}"]`); agree(`{"${inner}": 1, "${inner}x": 2, "${inner}": 3}`);
    }
  }
  reset();
}

// Random texts, and the same with a few bytes changed.
const pieces = ["[", "]", "{", "}", ",", ":", '"', "\\", "0", "1", "-", ".", "e", "+", "true", "null", " ", "\n", "\\u", "d83d", "é", "\u0001", "a", '"k"'];
const keys = ["a", "b", "name", "a longer name", "é", "k\\n", "with a name of more than forty bytes in all", "x".repeat(70)].concat([..."cdefghijkl"]);
const pick = (list) => list[below(list.length)];
const space = () => below(4) ? "" : " \n\t\r".slice(below(4)).repeat(1 + below(6));
function randomText(depth) {
  const kind = below(depth > 0 ? 9 : 6);
  if (kind === 0) return pick(["true", "false", "null"]);
  if (kind <= 2) return pick([() => String(below(100000)), () => String(-below(1000) / 8), () => `${below(1e9)}.${below(1e9)}${below(1e9)}`, () => `${below(10)}e${below(600) - 300}`,
    () => String(below(2 ** 31) * 2 ** 31 + below(2 ** 31)), () => runtime.unboxNumber(BigInt(below(0x7fe00000)) << 32n | BigInt(below(2 ** 31))).toString()])();
  if (kind <= 5) return `"${Array.from({ length: below(pick([3, 12, 60])) }, () => pick(["a", "b", "é", "😀", "\\n", '\\"', "\\u20ac", "\\\\", " ", "longer piece"])).join("")}"`;
  const parts = Array.from({ length: below(pick([3, 6, 14])) }, () => kind === 6 ? `"${pick(keys)}"${space()}:${space()}${randomText(depth - 1)}` : randomText(depth - 1));
  return (kind === 6 ? "{" : "[") + space() + parts.join(space() + "," + space()) + space() + (kind === 6 ? "}" : "]");
}
for (let i = 0; i < count; i++) {
  const source = space() + randomText(4) + space();
  agree(source);
  let broken = source;
  for (let changes = 1 + below(2); changes > 0; changes--) {
    const at = below(broken.length + 1);
    broken = broken.slice(0, at) + (below(2) ? pick(pieces) : "") + broken.slice(at + below(3));
  }
  // Text that cuts a character in two cannot be in a string object.
  if (broken.isWellFormed()) agree(broken);
  reset();
}

// What is wrong, and where: columns count scalars.
const wrong = (source, message) => same(outcome(() => parse(source)).errors, `error[AT0001]: Type error: Invalid JSON: ${message}\n`, source);
wrong("", "unexpected end of text at line 1 column 1");
wrong("[1,\n 2", "unexpected end of text at line 2 column 3");
wrong("[1,\n 2;", "expected ',' or ']' at line 2 column 3");
wrong("{\"é\": 1 \"b\"", "expected ',' or '}' at line 1 column 9");
wrong("{\"😀\" 1}", "expected ':' at line 1 column 6");
wrong("{\"a\": 1, }", "expected a name in double quotes at line 1 column 10");
wrong("[1, ]", "expected a value at line 1 column 5");
wrong("\n\n  x", "expected a value at line 3 column 3");
wrong("nulL", "expected a value at line 1 column 1");
wrong("[1] x", "unexpected text after the value at line 1 column 5");
wrong("[1]\0", "unexpected text after the value at line 1 column 4");
wrong("[012]", "invalid number at line 1 column 2");
wrong("[1.x]", "invalid number at line 1 column 4");
wrong("[-x]", "invalid number at line 1 column 3");
wrong("[1e+]", "invalid number at line 1 column 5");
wrong("[ 1e999]", "number out of range at line 1 column 3");
wrong("[\"a\tb\"]", "control character in a string at line 1 column 4");
wrong("\"a\nb\"", "control character in a string at line 1 column 3");
wrong("\"a\\qb\"", "invalid escape in a string at line 1 column 4");
wrong("\"\\u12G4\"", "expected four hexadecimal digits after '\\u' at line 1 column 6");
wrong("\"x\\ud83dx\"", "lone surrogate in a string at line 1 column 3");
wrong("\"\\ude00\"", "lone surrogate in a string at line 1 column 2");
wrong("\"\\ud83d\\u12\"", "expected four hexadecimal digits after '\\u' at line 1 column 12");
wrong("\"abc", "unexpected end of text at line 1 column 5");
wrong("\"abc\\", "unexpected end of text at line 1 column 6");
wrong("\"\\ud83d\\", "unexpected end of text at line 1 column 9");

// The order and number of members, duplicates among many.
for (const length of [7, 8, 9, 20, 300]) {
  const names = Array.from({ length }, (_, i) => `n${i * 7 % length}`), again = [...names, ...names.slice(3, 6), names[0]];
  const source = "{" + again.map((name, i) => `"${name}":${i}`).join(",") + "}";
  same(print(parse(source)), JSON.stringify(JSON.parse(source)), length);
  const bits = parse(source), plain = runtime.load64(runtime.address(bits) + 8);
  for (const name of names) same(runtime.unboxNumber(BigInt.asUintN(64, x.json_member(plain, string(name)))), again.lastIndexOf(name), name);
  same(BigInt.asUintN(64, x.json_member(plain, string("missing"))), nullBits);
  same(BigInt(x.value_equal(bits, parse("{" + again.map((name, i) => `"${name}":${i}`).reverse().join(",") + "}"))), 0n);
  same(BigInt(x.value_equal(bits, parse("{" + names.map((name) => `"${name}":${again.lastIndexOf(name)}`).reverse().join(",") + "}"))), 1n);
}
reset();

// A million levels: parsed, printed, compared, checked.
const levels = 1000000;
for (const [open, close] of [["[", "]"], ['{"a":', "}"], ['[{"b":', "}]"]]) {
  const source = open.repeat(levels / 4) + "1" + close.repeat(levels / 4);
  const bits = parse(source);
  same(print(bits) === source, true, open);
  same(BigInt(x.value_equal(bits, parse(source))), 1n, open);
  same(BigInt(x.value_equal(bits, parse(source.replace("1", "2")))), 0n, open);
  same(x.atlas_is_valid_json(string(source)), 1, open);
  same(x.atlas_is_valid_json(string(source.slice(0, -1))), 0, open);
  same(text(x.value_display(bits)).replaceAll(": ", ":") === source, true, open);
  reset();
}
same(x.atlas_is_valid_json(string("[".repeat(levels) + "]".repeat(levels))), 1);
same(x.atlas_is_valid_json(string("[{\"a\":".repeat(100) + "1" + "}]".repeat(99) + "]}")), 0);
wrong("[".repeat(levels), `unexpected end of text at line 1 column ${levels + 1}`);

// Numbers in arrays are known to be numbers.
const flagsOf = (source) => runtime.load8(runtime.address(runtime.load64(runtime.address(parse(source)) + 8)) + 1) & 4;
same(flagsOf("[1,2,3]"), 4); same(flagsOf("[1,\"a\",3]"), 0); same(flagsOf("[1,[2],3]"), 0); same(flagsOf("[[2],3]"), 0); same(flagsOf("[1,{}]"), 0); same(flagsOf("[[],1]"), 0);
// What is not JSON cannot be written.
same(outcome(() => print(runtime.box(array([number(1), number(NaN)]), kinds.array))).errors, "error[AT0001]: Type error: Cannot serialize NaN to JSON\n");
finish();

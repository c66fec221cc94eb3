// The texts of values, as section 9 of the language says. The argument is the module.
import { Ai, check, emptyList, absent, unit, yes, no, eof } from "./ai.mjs";

const ai = new Ai(process.argv[2]);
const i = (v) => ai.fixnum(v), f = (v) => ai.float(v), t = (v) => ai.text(v), c = (v) => ai.character(v), s = (v) => ai.symbol(v);
const written = (bits, want) => check(ai.written(bits) === want, `written: ${ai.written(bits)}, not ${want}`);
const displayed = (bits, want) => check(ai.displayed(bits) === want, `displayed: ${ai.displayed(bits)}, not ${want}`);

const floats = [
  [25, "25.0"], [3.14159, "3.14159"], [1e-6, "0.000001"], [1e-7, "1e-7"], [1e20, "100000000000000000000.0"], [1e21, "1e21"], [-0, "-0.0"],
  [0, "0.0"], [NaN, "+nan.0"], [Infinity, "+inf.0"], [-Infinity, "-inf.0"], [0.5, "0.5"], [0.001, "0.001"], [78.53975, "78.53975"],
  [1.5e-7, "1.5e-7"], [1.7976931348623157e308, "1.7976931348623157e308"], [5e-324, "5e-324"], [123456789012345680000, "123456789012345680000.0"],
  [-1.25e-10, "-1.25e-10"], [9007199254740993, "9007199254740992.0"], [1e22, "1e22"], [2 ** 70, "1.1805916207174113e21"],
];
for (const [value, text] of floats) written(f(value), text);
written(i(-7), "-7"); written(i(2n ** 47n - 1n), "140737488355327"); written(i(-(2n ** 47n)), "-140737488355328");
written(ai.call("ai_multiply", i(99999999999), i(99999999999)), "9999999999800000000001");
for (const [bits, text] of [[yes, "#t"], [no, "#f"], [emptyList, "()"], [unit, "#<unspecified>"], [eof, "#<eof>"]]) written(bits, text);

const mixed = ai.list(t("a"), c("b"), s("c"), f(1.5), yes);
written(mixed, '("a" #\\b c 1.5 #t)'); displayed(mixed, "(a b c 1.5 #t)");
written(t('q"\\\n\t\r\x07\x08\x01\x7fé😀'), '"q\\"\\\\\\n\\t\\r\\a\\b\\x1;\\x7f;é😀"');
const names = { "\x00": "null", "\x07": "alarm", "\x08": "backspace", "\t": "tab", "\n": "newline", "\r": "return", "\x1b": "escape", " ": "space", "\x7f": "delete", "\x01": "x1", "(": "(", "é": "é" };
for (const [value, name] of Object.entries(names)) written(c(value), "#\\" + name);

for (const name of ["math.cube", "1+", "-1+", "1-", "+", "-", "...", "->x", ".x", "a/b.c", "é", "A", "..=", "<=?", "-", "+x", "true"]) written(s(name), name);
for (const name of ["a b", "1", "", "+5", ".5", "-1e3", "+inf.0", "-NaN.0", ":x", ".", "1x", "+1/2", "(", "#f", "a;b", "1.", "\u00a0"]) written(s(name), `|${name}|`);
written(s("a|b\n"), "|a\\|b\\n|"); displayed(s("a b"), "a b");
written(ai.keyword("as"), ":as"); displayed(ai.keyword("as"), ":as");

written(ai.list(s("quote"), s("a")), "(quote a)");
written(ai.cons(i(1), ai.cons(i(2), i(3))), "(1 2 . 3)");
written(ai.vector(i(1), ai.list(), t("x")), '#(1 () "x")'); written(ai.vector(), "#()");
written(ai.call("ai_bytevector", ai.list(i(0), i(255))), "#u8(0 255)");
const point = ai.recordType("point", "x", "y");
written(ai.record(point, i(1), t("s")), '#<point x: 1 y: "s">'); displayed(ai.record(point, i(1), t("s")), "#<point x: 1 y: s>");
written(point, "#<record-type point>");
written(ai.tagged(t("Some"), i(1), t("b")), '#<Some 1 "b">'); written(ai.tagged(s("None")), "#<None>"); written(ai.tagged(ai.list(i(1)), i(2)), "#<(1) 2>");
const error = ai.error("bad", i(1), t("x"), ai.list(t("y")));
written(error, '#<error "bad" 1 "x" ("y")>'); displayed(error, 'bad 1 "x" ("y")');
displayed(ai.list(error, t("z")), '(bad 1 "x" ("y") z)');
const table = ai.call("ai_dict_new", ai.list(i(1), i(2), i(3), i(4)));
written(table, "#<hash-table 2>");

// Cycles get labels, sharing none, unless that is asked for.
const circle = ai.cons(i(1), emptyList);
ai.store64(ai.address(circle) + 8, circle);
written(circle, "#0=(1 . #0#)");
const vector = ai.vector(i(1), emptyList, t("q"));
ai.store64(ai.address(vector) + 24, vector);
written(vector, '#0=#(1 #0# "q")');
displayed(ai.list(vector, vector, circle), "(#0=#(1 #0# q) #0# #1=(1 . #1#))");
const inner = ai.cons(i(2), emptyList), knot = ai.cons(i(1), inner);
ai.store64(ai.address(inner) + 8, ai.cons(knot, inner));
written(knot, "#0=(1 . #1=(2 #0# . #1#))");
const shared = ai.list(i(1));
written(ai.list(shared, shared), "((1) (1))");
ai.call("ai_write_shared", ai.list(shared, shared, circle), absent);
ai.call("ai_newline", absent);
ai.call("ai_write_simple", ai.list(shared, shared), absent);
ai.call("ai_newline", absent);
ai.call("ai_print", ai.list(i(1), t("a"), ai.list(s("b"))));
ai.call("ai_print", emptyList);
ai.x.flush_output();
const output = Buffer.concat(ai.output).toString();
check(output === "(#0=(1) #0# #1=(1 . #1#))\n((1) (1))\n1 a (b)\n\n", output);

// Depth and length are limited by memory only.
let long = emptyList, deep = emptyList;
const longRoot = ai.push(long), deepRoot = ai.push(deep);
for (let k = 0; k < 1000000; k++) { long = ai.cons(i(k % 10), long); ai.store64(longRoot, long); ai.poll(); }
for (let k = 0; k < 200000; k++) { deep = ai.cons(deep, emptyList); ai.store64(deepRoot, deep); ai.poll(); }
const size = (bits) => { const result = BigInt.asUintN(64, ai.x.ai_written(bits)); return ai.load32(ai.address(result) + 4); };
check(size(long) === 2000001, `a long list has ${size(long)} characters`);
check(size(deep) === 400002, `a deep list has ${size(deep)} characters`);

// Messages of errors, as section 13.5 of the language says. The argument is the module.
import { Ai, check, emptyList, absent } from "./ai.mjs";

const ai = new Ai(process.argv[2]);
const i = (v) => ai.integer(v), f = (v) => ai.float(v), t = (v) => ai.text(v), s = (v) => ai.symbol(v);
const cases = [
  ["ai_car", [emptyList], "AI0903: car: expected pair as argument 1, got ()"],
  ["ai_cadr", [ai.list(i(1))], "AI0903: cadr: expected pair as argument 1, got (1)"],
  ["ai_add", [i(1), s("a b")], "AI0903: +: expected number as argument 2, got |a b|"],
  ["ai_less", [t("x"), i(1)], 'AI0903: <: expected number as argument 1, got "x"'],
  ["ai_quotient", [i(1), i(0)], "AI0907: quotient: division by zero"],
  ["ai_divide", [i(1), i(0)], "AI0907: /: division by zero"],
  ["ai_expt", [i(0), i(-1)], "AI0907: expt: division by zero"],
  ["ai_modulo", [f(1.5), i(2)], "AI0903: modulo: expected integer as argument 1, got 1.5"],
  ["ai_list_ref", [ai.list(i(1)), i(3)], "AI0906: list-ref: index 3 out of range for length 1"],
  ["ai_vector_ref", [ai.vector(i(1)), i(-1)], "AI0906: vector-ref: index -1 out of range for length 1"],
  ["ai_vector_ref", [ai.vector(i(1)), f(0)], "AI0903: vector-ref: expected exact integer as argument 2, got 0.0"],
  ["ai_string_ref", [t("abc"), i(3)], "AI0906: string-ref: index 3 out of range for length 3"],
  ["ai_substring", [t("abc"), i(2), i(1)], "AI0906: substring: index 2 out of range for length 3"],
  ["ai_take", [i(3), ai.list(i(1))], "AI0906: take: index 3 out of range for length 1"],
  ["ai_exact", [f(2.5)], "AI0910: exact: 2.5 is not an integer"],
  ["ai_exact", [f(Infinity)], "AI0910: exact: +inf.0 is not an integer"],
  ["ai_sqrt", [i(-1)], "AI0921: sqrt: argument -1 out of domain"],
  ["ai_log", [f(-2), absent], "AI0921: log: argument -2.0 out of domain"],
  ["ai_asin", [i(2)], "AI0921: asin: argument 2 out of domain"],
  ["ai_format", [ai.list(t("~a {}"), i(1))], "AI0904: format: expected 3 arguments, got 2"],
  ["ai_integer_to_char", [i(0xd800)], "AI0903: integer->char: expected Unicode scalar value as argument 1, got 55296"],
  ["ai_bytevector_set", [ai.call("ai_bytevector", ai.list(i(1))), i(0), i(256)], "AI0903: bytevector-u8-set!: expected byte as argument 3, got 256"],
  ["ai_range", [i(1), i(2), i(0)], "AI0903: range: expected non-zero number as argument 3, got 0"],
];
for (const [name, values, want] of cases) {
  const got = ai.failure(name, ...values);
  check(got === want, `${name}: ${got}, not ${want}`);
}
check(ai.call("ai_add", i(1), i(2)) === i(3), "after an error calls work");

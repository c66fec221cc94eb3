// Equality of values. The argument is the module.
import { Ai, check, emptyList } from "./ai.mjs";

const ai = new Ai(process.argv[2]);
const i = (v) => ai.integer(v), f = (v) => ai.float(v), t = (v) => ai.text(v);
const expect = (a, b, eq, eqv, equal, what) => {
  for (const [x, y] of [[a, b], [b, a]]) {
    const got = [ai.x.ai_is_eq(x, y), ai.x.ai_is_eqv(x, y), ai.x.ai_is_equal(x, y)];
    if (eq !== null) check(got[0] === eq, `eq? ${what}`);
    check(got[1] === eqv && got[2] === equal, `eqv? and equal? ${what}: ${got}`);
  }
};
expect(i(1), i(1), 1, 1, 1, "1 1"); expect(i(1), f(1), 0, 0, 0, "1 1.0"); expect(f(0), f(-0), 0, 0, 0, "zeros");
expect(f(NaN), f(NaN), 1, 1, 1, "NaN"); expect(i(2n ** 90n), i(2n ** 90n), null, 1, 1, "big"); expect(i(2n ** 90n), i(-(2n ** 90n)), 0, 0, 0, "signs");
expect(t("aé"), t("aé"), 0, 0, 1, "texts"); expect(t("a"), t("b"), 0, 0, 0, "different texts");
expect(ai.symbol("x"), ai.symbol("x"), 1, 1, 1, "symbols"); expect(ai.symbol("x"), ai.keyword("x"), 0, 0, 0, "symbol and keyword");
expect(ai.list(i(1), t("a")), ai.list(i(1), t("a")), 0, 0, 1, "lists"); expect(ai.list(i(1)), ai.list(i(1), i(2)), 0, 0, 0, "lengths");
expect(ai.vector(i(1), ai.list()), ai.vector(i(1), ai.list()), 0, 0, 1, "vectors"); expect(ai.vector(i(1)), ai.list(i(1)), 0, 0, 0, "vector and list");
expect(ai.tagged(t("A"), i(1)), ai.tagged(t("A"), i(1)), 0, 0, 1, "tagged"); expect(ai.tagged(t("A"), i(1)), ai.tagged(t("A"), i(2)), 0, 0, 0, "tagged values");
const type = ai.recordType("p", "x");
expect(ai.record(type, i(1)), ai.record(type, i(1)), 0, 0, 0, "records");
check(ai.x.ai_equal_numbers(i(1), f(1)) === 1 && ai.x.ai_equal_numbers(t("a"), t("a")) === 1 && ai.x.ai_equal_numbers(i(1), t("a")) === 0, "=");
check(ai.x.ai_equal_numbers(i(2n ** 53n + 1n), f(2 ** 53)) === 0, "2^53 + 1");

// Cycles of different lengths through the rest, the first part and both.
const circle = (n, set) => { let first = ai.cons(i(1), emptyList), last = first; for (let k = 1; k < n; k++) { const next = ai.cons(i(1), emptyList); ai.store64(ai.address(last) + set, next); last = next; } ai.store64(ai.address(last) + set, first); return first; };
expect(circle(2, 8), circle(3, 8), 0, 0, 1, "circles"); expect(circle(2, 0), circle(3, 0), 0, 0, 1, "circles through the first part");
const other = circle(3, 8);
ai.store64(ai.address(other), i(2));
expect(circle(2, 8), other, 0, 0, 0, "different circles");
const both = () => { const pair = ai.cons(emptyList, emptyList); ai.store64(ai.address(pair), pair); ai.store64(ai.address(pair) + 8, pair); return pair; };
expect(both(), both(), 0, 0, 1, "pairs of themselves");

// Data that share their parts take time in proportion to their size, not to their text's.
const shared = (bottom) => { let v = bottom; const root = ai.push(v); for (let k = 0; k < 60; k++) { v = ai.cons(v, v); ai.store64(root, v); } return v; };
expect(shared(i(1)), shared(i(1)), 0, 0, 1, "shared parts");

// Long and deep data.
const long = (last) => { let v = ai.list(last); const root = ai.push(v); for (let k = 0; k < 1000000; k++) { v = ai.cons(i(k & 255), v); ai.store64(root, v); ai.poll(); } return v; };
expect(long(i(1)), long(i(1)), 0, 0, 1, "long lists"); expect(long(i(1)), long(i(2)), 0, 0, 0, "long lists that differ at the end");

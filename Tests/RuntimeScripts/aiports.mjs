// Ports in memory, `read`, `format`, random numbers, and some functions of numbers. The argument is the module.
import { Ai, check, absent, eof } from "./ai.mjs";

const ai = new Ai(process.argv[2]);
const t = (v) => ai.text(v), i = (v) => ai.fixnum(v), f = (v) => ai.float(v);

/** The written forms of all data of a text, the last of which may be the message of an error. */
const data = (source) => {
  const port = ai.call("ai_open_input_string", t(source)), result = [];
  ai.push(port);
  for (;;) {
    try {
      const value = ai.call("ai_read", port);
      if (value === eof) break;
      result.push(ai.written(value));
    } catch (error) {
      result.push(error.message);
      break;
    }
  }
  return result.join(" ~ ");
};
const syntax = [
  ['1 2.5 foo math.cube :as "a\\x41;\\n" #\\a #\\space #\\x41 #\\x #t #false', '1 ~ 2.5 ~ foo ~ math.cube ~ :as ~ "aA\\n" ~ #\\a ~ #\\space ~ #\\A ~ #\\x ~ #t ~ #f'],
  ["(1 (2 . 3) [4 5] #(6) #u8(7 255))", "(1 (2 . 3) (4 5) #(6) #u8(7 255))"],
  ["'a `(b ,c ,@d)", "(quote a) ~ (quasiquote (b (unquote c) (unquote-splicing d)))"],
  ["#| x #| y |# z |# 1 ; c\n #;(drop #;it) 2", "1 ~ 2"],
  ["#0=(1 . #0#) (#0=(a) #0#) #1=#(#1# 2)", "#0=(1 . #0#) ~ ((a) (a)) ~ #0=#(#0# 2)"],
  ["(a . b . c)", "AI0915: read: misplaced '.'"], ["( . a)", "AI0915: read: misplaced '.'"], ["(a .)", "AI0915: read: misplaced '.'"],
  ["(a]", "AI0915: read: unexpected ']'"], ["1 )", "1 ~ AI0915: read: unexpected ')'"], ["(1", "AI0915: read: unexpected end of input"],
  ['"abc', "AI0915: read: unterminated string"], ["#\\foo", "AI0915: read: unknown character name 'foo'"], ["1x", "AI0915: read: not a number: '1x'"],
  ["1+ -1+ 1/2", "1+ ~ -1+ ~ AI0915: read: not a number: '1/2'"], ["#zz", "AI0915: read: unknown syntax '#zz'"], ["|a b| ||", "|a b| ~ ||"],
  ["#!fold-case FOO #\\SPACE :As #!no-fold-case FOO", "foo ~ #\\space ~ :as ~ FOO"], ["#xff #e1e3 1e400 -.5e1", "255 ~ 1000 ~ +inf.0 ~ -5.0"],
  ['"a\\   \n   b" "c\r\nd"', '"ab" ~ "c\\nd"'], ["é λx 😀", "é ~ λx ~ 😀"], ["#u8(256)", "AI0915: read: a bytevector holds numbers from 0 to 255"],
  ["(a #;b)", "(a)"], ["'", "AI0915: read: unexpected end of input"], ["#0#", "AI0915: read: label is not defined"],
  ["#0=#0#", "AI0915: read: label refers to itself"], ["{", "AI0915: read: unexpected '{'"], ['"\\q"', "AI0915: read: unknown escape in a string"],
  ["#\\( #\\)", "#\\( ~ #\\)"], ["", ""], ["#| open", "AI0915: read: unterminated comment"],
];
for (const [source, want] of syntax) check(data(source) === want, `${JSON.stringify(source)} reads as ${data(source)}, not ${want}`);
check(data("(".repeat(100000) + ")".repeat(100000)).length === 200000, "deep nesting");

const output = ai.call("ai_open_output_string");
ai.push(output);
ai.call("ai_write", ai.symbol("x y"), output);
ai.call("ai_write_char", ai.character("é"), output);
ai.call("ai_write_string", t("hello"), output, i(1), i(3));
ai.call("ai_newline", output);
check(ai.read(ai.call("ai_get_output_string", output)) === "|x y|éel\n", "a string port");
const lines = ai.call("ai_open_input_string", t("line1\r\nline2\n\nlast"));
ai.push(lines);
for (const want of ["line1", "line2", "", "last"]) check(ai.read(ai.call("ai_read_line", lines)) === want, `line ${want}`);
check(ai.call("ai_read_line", lines) === eof, "the end");
const characters = ai.call("ai_open_input_string", t("aé😀"));
ai.push(characters);
for (const want of ["a", "é", "😀"]) {
  check(ai.call("ai_peek_char", characters) === ai.character(want), "peek-char");
  check(ai.call("ai_read_char", characters) === ai.character(want), "read-char");
}
check(ai.call("ai_read_char", characters) === eof, "the end");
const bytes = ai.call("ai_open_input_bytevector", ai.call("ai_bytevector", ai.list(i(1), i(2), i(3))));
ai.push(bytes);
check(ai.call("ai_peek_u8", bytes) === i(1) && ai.call("ai_read_u8", bytes) === i(1), "read-u8");
check(ai.written(ai.call("ai_read_bytevector", i(5), bytes)) === "#u8(2 3)" && ai.call("ai_read_u8", bytes) === eof, "read-bytevector");
check(ai.failure("ai_write_u8", i(7), output) === "AI0903: write-u8: expected binary output port as argument 2, got #<port>", "a textual port");
ai.call("ai_close_port", output);
check(ai.failure("ai_newline", output) === "AI0903: newline: expected textual output port as argument 1, got #<port>", "a closed port");

// What is printed goes to the current port once there is a parameter for it.
const collected = ai.call("ai_open_output_string"), state = ai.call("ai_port_state", i(1));
ai.push(collected); ai.push(state);
const standard = ai.car(state);
ai.store64(ai.address(state), collected);
ai.call("ai_print", ai.list(i(1)));
ai.store64(ai.address(state), standard);
ai.call("ai_print", ai.list(i(2)));
ai.x.flush_output();
check(ai.read(ai.call("ai_get_output_string", collected)) === "1\n" && Buffer.concat(ai.output).toString() === "2\n", "the current port");

const formatted = ai.read(ai.call("ai_format", ai.list(t("~a|~s|~x|~b|~o|~f|~d~%{}{{}}~~ {x}"), t("s"), t("s"), i(255), i(5), i(8), i(2), i(7), i(9))));
check(formatted === 's|"s"|ff|101|10|2.0|7\n9{}~ {x}', formatted);

/** xoshiro256** seeded by SplitMix64, as both are published; numbers below 100. */
function generator(seed) {
  const word = (v) => BigInt.asUintN(64, v), rotated = (v, bits) => word(v << bits | v >> 64n - bits), state = [];
  for (let k = 1n; k <= 4n; k++) {
    let z = word(seed + k * 0x9e3779b97f4a7c15n);
    z = word((z ^ z >> 30n) * 0xbf58476d1ce4e5b9n);
    z = word((z ^ z >> 27n) * 0x94d049bb133111ebn);
    state.push(z ^ z >> 31n);
  }
  return () => {
    const result = word(rotated(word(state[1] * 5n), 7n) * 9n), t = word(state[1] << 17n);
    state[2] ^= state[0]; state[3] ^= state[1]; state[1] ^= state[2]; state[0] ^= state[3]; state[2] ^= t;
    state[3] = rotated(state[3], 45n);
    return Number(result % 100n);
  };
}
ai.call("ai_random_seed", i(42));
const drawn = Array.from({ length: 5 }, () => Number(ai.number(ai.call("ai_random", i(100)))));
check(drawn.join() === Array.from({ length: 5 }, generator(i(42))).join(), `random numbers ${drawn}`);
for (let k = 0; k < 1000; k++) {
  const x = ai.number(ai.call("ai_random", absent)), n = ai.number(ai.call("ai_random_integer", i(7)));
  check(x >= 0 && x < 1 && n >= 0n && n < 7n, "range");
}

for (const [name, reference] of [["exp", Math.exp], ["sin", Math.sin], ["sinh", Math.sinh], ["cosh", Math.cosh], ["tanh", Math.tanh]]) {
  for (let k = -700; k <= 700; k += 0.37) {
    const x = k > -30 && k < 30 ? k / 10 : k, got = ai.number(ai.call(`ai_${name}`, f(x))), want = reference(x);
    check(Math.abs(got - want) <= 4e-15 * Math.abs(want) + 1e-15 || got === want, `${name} ${x} is ${got}, not ${want}`);
    ai.poll();
  }
}
const values = [
  ["ai_exp", [i(0)], 1], ["ai_exp", [i(1)], Math.E], ["ai_log", [i(8), i(2)], 3], ["ai_log", [i(0), absent], -Infinity], ["ai_atan", [i(1), i(-1)], Math.atan2(1, -1)],
  ["ai_expt", [f(0), i(0)], 1], ["ai_expt", [i(2), i(-1)], 0.5], ["ai_expt", [i(0), i(0)], 1n], ["ai_sqrt", [i(16)], 4n], ["ai_sqrt", [i(2)], Math.SQRT2],
  ["ai_round", [f(2.5)], 2], ["ai_round", [f(3.5)], 4], ["ai_divide", [i(1), i(3)], 1 / 3], ["ai_divide", [i(1), f(0)], Infinity], ["ai_to_int", [t(" 42.9 ")], 42n],
  ["ai_round_to", [f(3.14159), i(2)], 3.14], ["ai_exact", [f(1e18)], 10n ** 18n], ["ai_max", [i(1), f(2)], 2], ["ai_max", [i(3), f(2)], 3],
];
for (const [name, operands, want] of values) {
  const got = ai.number(ai.call(name, ...operands));
  check(Object.is(got, want), `${name}: ${got}, not ${want}`);
}

// Numbers to text and back against JavaScript. usage: node numbers.mjs MODULE SEED COUNT
import { x, bits64, below, fromBits, toBits, reset, text, stringValue, number, nullBits, trueBits, falseBits, outcome, same, finish, countText } from "./values.mjs";
const count = Number(countText);

/** JavaScript's shortest digits without an exponent. */
function positional(value) {
  const [, whole, fraction = "", exponent = "0"] = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(Math.abs(value)));
  let digits = whole + fraction, point = whole.length + Number(exponent);
  const zeros = /^0*/.exec(digits.slice(0, -1))[0].length;
  digits = digits.slice(zeros); point -= zeros;
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  if (digits === "0") return sign + "0";
  if (point <= 0) return sign + "0." + "0".repeat(-point) + digits;
  if (point >= digits.length) return sign + digits + "0".repeat(point - digits.length);
  return sign + digits.slice(0, point) + "." + digits.slice(point);
}
const padded = (v) => Number.isFinite(v) ? positional(v) : String(v);
function exact(v) {
  if (!Number.isFinite(v)) return String(v).replace("Infinity", "inf");
  return Number.isInteger(v) && !Object.is(v, -0) ? BigInt(v).toString() : positional(v);
}
let calls = 0;
function format(v) {
  if (++calls % 5000 === 0) reset();
  same(text(x.atlas_number_to_text(v)), exact(v), v, "exact");
  same(text(x.atlas_number_to_string(v)), padded(v), v, "padded");
}
function parse(source, expected = Number(source)) {
  if (++calls % 5000 === 0) reset();
  same(x.atlas_parse_float(stringValue(source), 0), expected, source.slice(0, 80));
}

const samples = [0, 1, 5, 10, 100, 0.1 + 0.2, 0.3, 2.5, 1e-7, 1e15, 1e16, 1e21, 1e22, 1e23, 5e-324, 9.5e-323, 2.2250738585072014e-308,
  2.225073858507201e-308, Number.MAX_VALUE, NaN, Infinity, 2 ** 53 - 1, 2 ** 53, 2 ** 63, 2 ** 64, 2 ** 65, 4294967295, 4294967296,
  999999999, 1000000000, 9.109e-31, 8.41e21, 9.3e-5, 8.5e-10, 123456789012345680000];
for (const v of samples) { format(v); format(-v); }
for (let k = -1074; k < 1024; k++) for (const d of [-1n, 0n, 1n]) format(fromBits(toBits(2 ** k) + d));
for (let k = -323; k < 309; k++) for (let d = 1; d < 10; d++) format(Number(`${d}e${k}`));

const hard = ["0", "-0", "1.", ".5", "-.5e1", "1E+5", "1e400", "1e-400", "-1e999", "9007199254740993", "9007199254740992.5",
  "9007199254740993.00000000000000000000000000000001", "2.4703282292062327e-324", "2.4703282292062328e-324", "4.9406564584124654e-324",
  "1.7976931348623158e308", "1.7976931348623159e308", "2.2250738585072011e-308", "2.2250738585072012e-308", "8.5e22",
  "1" + "0".repeat(400) + "e-400", "0." + "0".repeat(400) + "1e401", "1e99999999999", "1e-99999999999", "6.631236846766476e-316",
  "7.0420557077594588669468784357561207962098443483187940792729600000e+59"];
for (const source of hard) parse(source);

for (let i = 0; i < count; i++) {
  const v = fromBits(bits64());
  format(v); format(below(2 ** 53) / 10 ** below(20));
  if (!Number.isFinite(v)) continue;
  parse(String(v)); parse(v.toPrecision(17)); parse(v.toPrecision(18 + below(60)));
  parse(`${below(1e15)}e${below(60) - 30}`); parse(`${below(2 ** 53)}${below(2 ** 50)}e${below(700) - 370}`);
  if (i % 20 === 0) middle(toBits(Math.abs(v)));
}

/** The exact middle between a number and the next one, a little more and a little less. */
function middle(bits) {
  const field = bits >> 52n, fraction = bits & (1n << 52n) - 1n;
  const odd = 2n * (field === 0n ? fraction : fraction | 1n << 52n) + 1n;
  const exponent = Number(field === 0n ? 1n : field) - 1076;
  const digits = exponent >= 0 ? odd << BigInt(exponent) : odd * 5n ** BigInt(-exponent);
  const power = exponent >= 0 ? 0 : exponent;
  parse(`${digits}e${power}`); parse(`${digits * 10n ** 20n + 1n}e${power - 20}`); parse(`${digits * 10n ** 20n - 1n}e${power - 20}`);
}

const error = (action) => outcome(action).errors;
const type = (message) => `error[AT0001]: Type error: ${message}\n`;
for (const source of ["x", "1e", "1e+", "--1", "1.2.3", ".", "-", "inf", "NaN", "1 2", "0x10", "٣", "e5"]) {
  same(error(() => x.atlas_parse_float(stringValue(source), 0)), type(`Cannot parse '${source}' as float`));
  same(error(() => x.atlas_to_number(stringValue(source), 0)), type(`Cannot convert '${source}' to number`));
}
same(error(() => x.atlas_parse_float(stringValue(" "), 0)), type("Cannot parse empty string as float"));
same(error(() => x.atlas_parse_float(nullBits, 0)), type("parseFloat() requires string argument"));
same(error(() => x.atlas_to_number(stringValue(""), 0)), type("Cannot convert empty string to number"));
same(error(() => x.atlas_to_number(nullBits, 0)), type("Cannot convert null to number"));
same(x.atlas_to_number(trueBits, 0), 1); same(x.atlas_to_number(falseBits, 0), 0); same(x.atlas_to_number(stringValue("\u2003 12.5\n"), 0), 12.5);

const parseWhole = (source, radix) => x.atlas_parse_int(stringValue(source), number(radix), 0);
for (const [source, radix, value] of [[" -ff ", 16, -255], ["+Zz", 36, 1295], ["101", 2, 5], ["9007199254740993", 10, 9007199254740992], ["0", 10, 0]]) {
  same(parseWhole(source, radix), value, source);
}
for (const [source, radix] of [["12", 2], ["g", 16], ["1.5", 10], ["-", 10], ["+-1", 10]]) {
  same(error(() => parseWhole(source, radix)), type(`Invalid integer '${source}' for radix ${radix}`));
}
for (const radix of [1, 37, 2.5, NaN]) same(error(() => parseWhole("1", radix)), type("parseInt() radix must be integer between 2 and 36"));
for (let i = 0; i < count / 10; i++) {
  const radix = 2 + below(35);
  let source = i % 3 ? "" : "1" + "0".repeat(below(60)), value = 0n;
  for (let n = 1 + below([5, 30, 300, 1200][below(4)]); n > 0; n--) source += below(radix).toString(radix);
  for (const digit of source) value = value * BigInt(radix) + BigInt(parseInt(digit, 36));
  same(parseWhole(source, radix), Number(value), source, radix);
  reset();
}
finish();

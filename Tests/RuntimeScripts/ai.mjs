// Values of Ai for scripts: makes them from JavaScript values and reads them back.
import { Runtime, check } from "./runtime.mjs";

export * from "./runtime.mjs";
export const aiKinds = { pair: 16, symbol: 17, keyword: 18, vector: 19, byteVector: 20, text: 21, bigInteger: 22, record: 23, recordType: 24, tagged: 25, hashTable: 26, promise: 27, port: 28, errorObject: 29, values: 30 };
export const emptyList = 0xfffb000000000005n, absent = 0xfffb000000000007n, unit = 0xfffb000000000004n, eof = 0xfffb000000000006n;
export const yes = 0xfffb000000000003n, no = 0xfffb000000000002n;
const unsigned = (v) => BigInt.asUintN(64, v);

export class Ai extends Runtime {
  fixnum(v) { return 0xfff9000000000000n | BigInt.asUintN(48, BigInt(v)); }
  /** A float. */
  float(v) { return this.boxNumber(v); }
  /** An exact integer of any size. */
  integer(v) {
    const big = BigInt(v);
    if (BigInt.asIntN(48, big) === big) return this.fixnum(big);
    const negative = big < 0n, limbs = [];
    for (let rest = negative ? -big : big; rest; rest >>= 32n) limbs.push(Number(rest & 0xffffffffn));
    const object = this.allocate(8 + 4 * limbs.length + 7 & ~7);
    this.header(object, aiKinds.bigInteger, 0, negative ? 1 : 0, limbs.length);
    limbs.forEach((limb, i) => this.store32(object + 8 + 4 * i, limb));
    return this.box(object, aiKinds.bigInteger);
  }
  character(v) { return 0xfffc000000000000n | BigInt(v.codePointAt(0)); }
  text(v) { return unsigned(this.x.ai_text(this.makeString(v))); }
  symbol(v) { return unsigned(this.x.ai_symbol(this.makeString(v))); }
  keyword(v) { return unsigned(this.x.ai_keyword(this.makeString(v))); }
  cons(a, b) { return unsigned(this.x.ai_cons(a, b)); }
  list(...values) { return values.reduceRight((rest, v) => this.cons(v, rest), emptyList); }
  vector(...values) { return unsigned(this.x.ai_vector(this.list(...values))); }
  slots(kind, first, ...rest) {
    const object = this.allocate(16 + 8 * rest.length);
    this.header(object, kind, 0, 0, rest.length);
    this.store64(object + 8, first);
    rest.forEach((v, i) => this.store64(object + 16 + 8 * i, v));
    return this.box(object, kind);
  }
  recordType(name, ...fields) { return this.slots(aiKinds.recordType, this.text(name), this.vector(...fields.map((f) => this.symbol(f)))); }
  record(type, ...values) { return this.slots(aiKinds.record, type, ...values); }
  tagged(tag, ...values) { return this.slots(aiKinds.tagged, tag, ...values); }
  error(message, ...irritants) { return unsigned(this.x.ai_make_error(unit, this.text(message), this.list(...irritants))); }

  isKind(bits, kind) { return this.isReference(bits) && this.kind(bits) === kind; }
  car(pair) { return this.load64(this.address(pair)); }
  cdr(pair) { return this.load64(this.address(pair) + 8); }
  /** The text of a string object or text. */
  read(bits) {
    const object = this.address(bits);
    if (this.kind(bits) === 1) return super.text(object);
    check(this.kind(bits) === aiKinds.text, `no text but kind ${this.kind(bits)}`);
    const length = this.load32(object + 4), data = this.load32(object + 8) + 16, wide = this.load16(object + 2) === 4;
    let result = "";
    for (let i = 0; i < length; i++) result += String.fromCodePoint(wide ? this.load32(data + 4 * i) : this.load8(data + i));
    return result;
  }
  /** A number as a BigInt, for exact ones, or a number. */
  number(bits) {
    if (this.isNumber(bits)) return this.unboxNumber(bits);
    if (bits >> 48n === 0xfff9n) return BigInt.asIntN(48, bits);
    check(this.isKind(bits, aiKinds.bigInteger), "no number");
    const object = this.address(bits);
    let result = 0n;
    for (let i = this.load32(object + 4) - 1; i >= 0; i--) result = result << 32n | BigInt(this.load32(object + 8 + 4 * i));
    check(BigInt.asIntN(48, result) !== result || -result === -(1n << 47n) && !this.load16(object + 2), "a small integer has an object");
    return this.load16(object + 2) ? -result : result;
  }
  /** The written or displayed form. */
  written(bits) { return this.read(unsigned(this.x.ai_written(bits))); }
  displayed(bits) { return this.read(unsigned(this.x.ai_to_string(bits))); }

  get signal() { return this.load32(44); }
  /** Calls a function; a raised error becomes an exception whose message is "CODE: text". */
  call(name, ...values) {
    const result = this.x[name](...values);
    if (this.signal === 3) {
      const payload = unsigned(this.x.signal_payload());
      if (!this.isKind(payload, aiKinds.errorObject)) throw new Error(`raised ${this.written(payload)}`);
      const object = this.address(payload);
      const code = this.load64(object + 24);
      throw new Error(`${code === unit ? "user" : this.read(code)}: ${this.read(this.load64(object + 8))}`);
    }
    if (this.signal === 2) {
      const object = this.address(unsigned(this.x.signal_payload()));
      return Array.from({ length: this.load32(object + 4) }, (_, i) => this.load64(object + 16 + 8 * i));
    }
    return typeof result === "bigint" ? unsigned(result) : result;
  }
  /** The message of the error that a call raises. */
  failure(name, ...values) {
    try { this.call(name, ...values); } catch (error) { return error.message; }
    throw new Error(`${name} raises nothing`);
  }
}

/// Header and field offsets of heap and static objects, in bytes from the object's address.
///
/// Every object but a pair starts with 8 bytes: byte 0 the kind, byte 1 the flags, bytes 2–3 a small number whose meaning the kind
/// gives, bytes 4–7 a word whose meaning the kind gives. Pairs have no header, since all that refers to one says that it is one. Objects are
/// aligned to 8 bytes and are at least 16 bytes long. The collector keeps its mark
/// bits elsewhere, so static objects can stand in read-only data.
public enum ObjectLayout {
    public static let kindOffset: UInt32 = 0
    public static let flagsOffset: UInt32 = 1
    public static let smallOffset: UInt32 = 2
    public static let wordOffset: UInt32 = 4
    public static let alignment: UInt32 = 8
    /// What every object but a pair starts with, in bytes.
    public static let headerSize: UInt32 = 8

    /// Where the slots of an object begin whose parts are `Core`'s fields.
    public static func fieldsOffset(of kind: ObjectKind) -> UInt32 { kind == .pair ? Pair.carOffset : headerSize }

    /// Flag bits (byte 1 of the header).
    public enum Flag {
        /// More than one name may refer to the object: a writer copies first. Sticky.
        public static let shared: UInt8 = 1
        /// The object is static data: never freed, not traced unless it is also `mutableStatic`.
        public static let isStatic: UInt8 = 2
        /// Array: every slot holds a number (so typed code may load raw f64 without a test).
        public static let numbers: UInt8 = 4
        /// String: known to be ASCII, so bytes are scalars.
        public static let ascii: UInt8 = 8
        /// String: the scalar count was never computed, or the text is known not to be ASCII (see `string`).
        public static let notASCII: UInt8 = 16
        /// Closure: a parameter object. Its first captured slot is the current value, the second its converter.
        public static let parameter: UInt8 = 32
        /// Closure: stands for a function of another language. Its captured slots are that function, the type by which the wrapper converts
        /// (address and, in the upper half, length of a descriptor), and the `ValueForm` of the function's language.
        public static let wrapper: UInt8 = 64
        /// Hash map, hash set: the index has prints.
        public static let prints: UInt8 = 64
    }

    /// `string`: word = byte length; +8 address of the first byte; +12 the `bytes` object that owns them, or 0 when they follow the
    /// header (then the address is that of the object + 16, and static strings and small strings look alike).
    public enum String {
        public static let lengthOffset: UInt32 = 4
        public static let dataOffset: UInt32 = 8
        public static let ownerOffset: UInt32 = 12
        public static let inlineBytesOffset: UInt32 = 16
        /// Small number of the path in a site that has a second part; others have 0.
        public static let pathOfCallRecord: UInt16 = 1
    }

    /// `array`: word = length in slots; +8 capacity in slots; +12 free slots in front of the header, which belong to the
    /// object (0 in a new array); slots of 8 bytes from +16.
    public enum Array {
        public static let lengthOffset: UInt32 = 4
        public static let capacityOffset: UInt32 = 8
        public static let frontOffset: UInt32 = 12
        public static let slotsOffset: UInt32 = 16
    }

    /// `closure`: small number = arity; word = table index; +8 number of captured slots; +12 address of the static function
    /// descriptor; captured slots from +16. Two closures are the same function when their descriptors are the same.
    public enum Closure {
        public static let arityOffset: UInt32 = 2
        public static let tableIndexOffset: UInt32 = 4
        public static let slotCountOffset: UInt32 = 8
        public static let descriptorOffset: UInt32 = 12
        public static let slotsOffset: UInt32 = 16
    }

    /// Static function descriptor (plain data, 8 bytes): +0 address of the name's string object; +4 flags.
    public enum FunctionDescriptor {
        public static let nameOffset: UInt32 = 0
        public static let flagsOffset: UInt32 = 4
        public static let size: UInt32 = 8
        /// Flag: a function of the standard library.
        public static let builtin: UInt32 = 1
    }

    /// `option` (only `Some` has an object), `result`, `cell` and the kinds that wrap one value: small number = tag; one slot at +8; 16 bytes
    /// in all. What the slot holds: `json` the plain value (null, bool, number, string, array or hash map of such); `queue` and `stack` an
    /// array; `regex` an array that begins with the pattern's text and flags; `dateTime` whole Unix seconds.
    public enum Variant {
        public static let tagOffset: UInt32 = 2
        public static let payloadOffset: UInt32 = 8
        public static let size: UInt32 = 16
        public static let ok: UInt16 = 0
        public static let err: UInt16 = 1
        public static let some: UInt16 = 1
    }

    /// `hashMap` and `hashSet`: word = number of keys. `entries` is a slot with an array of keys (of keys and values in turn for a map) in
    /// insertion order, where `removedKey` stands in the place of a removed key; null while there are none. `index` is a slot with the
    /// `bytes` object of the hash table; null while a search through the entries does. The hash table has a power of two of buckets, `mask` and one
    /// more, with positions of entries: see the runtime's `IndexBucket`.
    public enum Table {
        public static let countOffset: UInt32 = 4
        public static let entriesOffset: UInt32 = 8
        public static let indexOffset: UInt32 = 16
        /// Entries in use, removed ones included.
        public static let usedOffset: UInt32 = 24
        public static let maskOffset: UInt32 = 28
        public static let size: UInt32 = 32
        /// How many slots there are from `entriesOffset` on.
        public static let slotCount: UInt32 = 2
        /// A NaN that no program can make: a number for whoever looks for references among the entries.
        public static let removedKey: UInt64 = 0x7FF8_0000_0000_0001
    }

    /// `namespace`: static; word = number of exports; +8 address of the module name's string object; +12 address of the module id's
    /// string object; then per export, sorted by the bytes of the name, 8 bytes: address of the name's string object, table index of a getter `() -> any`.
    public enum Namespace {
        public static let countOffset: UInt32 = 4
        public static let nameOffset: UInt32 = 8
        public static let identityOffset: UInt32 = 12
        public static let entriesOffset: UInt32 = 16
        public static let entrySize: UInt32 = 8
    }

    /// `bytes`: word = capacity in bytes; +8 bytes in use; data from +16.
    public enum Bytes {
        public static let capacityOffset: UInt32 = 4
        public static let usedOffset: UInt32 = 8
        public static let dataOffset: UInt32 = 16
    }

    /// `pair`: the two slots, without a header.
    public enum Pair {
        public static let carOffset: UInt32 = 0
        public static let cdrOffset: UInt32 = 8
        public static let size: UInt32 = 16
    }

    /// `record`, `recordType`, `tagged` and `errorObject`: word = number of slots from +16 on; one slot at +8 that is always there.
    public enum Slots {
        public static let countOffset: UInt32 = 4
        public static let firstOffset: UInt32 = 8
        public static let restOffset: UInt32 = 16
    }

    /// `symbol` and `keyword`: word = hash of the name; one slot with the name, a `string`. 16 bytes in all.
    public enum Symbol {
        public static let hashOffset: UInt32 = 4
        public static let nameOffset: UInt32 = 8
        public static let size: UInt32 = 16
    }

    /// `vector` and `values`: as `Array`. Nothing is ever dropped from their front, and they are not marked as shared.
    public typealias Vector = Array

    /// `byteVector`: word = length; the bytes, or 8 bytes when there are none.
    public enum ByteVector {
        public static let lengthOffset: UInt32 = 4
        public static let bytesOffset: UInt32 = 8
    }

    /// `text`: small number = bytes per scalar, 1 when all are ASCII (so that the bytes are UTF-8) or 4; word = length in scalars; one slot
    /// with the `bytes` object that holds them from its first byte on. 16 bytes in all. A scalar beyond ASCII that is stored into a narrow
    /// text makes it wide, with another buffer.
    public enum Text {
        public static let widthOffset: UInt32 = 2
        public static let lengthOffset: UInt32 = 4
        public static let bufferOffset: UInt32 = 8
        public static let size: UInt32 = 16
    }

    /// `bigInteger`: small number = 1 when negative; word = number of u32 limbs, the last of which is not zero; the limbs of the
    /// magnitude, least significant first. Integers in the range of `NaNBox.Tag.integer` have no such object.
    public enum BigInteger {
        public static let signOffset: UInt32 = 2
        public static let countOffset: UInt32 = 4
        public static let limbsOffset: UInt32 = 8
    }

    /// `record`: word = number of fields; slots: its `recordType`, the fields.
    public enum Record {
        public static let countOffset: UInt32 = 4
        public static let typeOffset: UInt32 = 8
        public static let fieldsOffset: UInt32 = 16
    }

    /// `recordType`: word = 1; slots: its name (`string` or `text`), the vector of its fields' names (symbols).
    public enum RecordType {
        public static let nameOffset: UInt32 = 8
        public static let fieldsOffset: UInt32 = 16
        public static let size: UInt32 = 24
        public static let word: UInt32 = 1
    }

    /// `tagged`: word = number of values; slots: the tag, the values.
    public enum Tagged {
        public static let countOffset: UInt32 = 4
        public static let tagOffset: UInt32 = 8
        public static let valuesOffset: UInt32 = 16
    }

    /// `promise`: small number = state; one slot. 16 bytes in all.
    public enum Promise {
        public static let stateOffset: UInt32 = 2
        public static let valueOffset: UInt32 = 8
        public static let size: UInt32 = 16
        /// The slot holds a procedure without parameters that gives a promise.
        public static let delayed: UInt16 = 0
        /// The slot holds the value.
        public static let forced: UInt16 = 1
        /// The slot holds another promise, whose value this one has.
        public static let forwarded: UInt16 = 2
        /// The slot holds a procedure without parameters that gives the value.
        public static let delayedValue: UInt16 = 3
    }

    /// `hashTable`: as `Table`; small number = how keys are compared.
    public enum HashTable {
        public static let equalityOffset: UInt32 = 2
        public static let equal: UInt16 = 0
        public static let eqv: UInt16 = 1
        public static let eq: UInt16 = 2
        public static let text: UInt16 = 3
        public static let number: UInt16 = 4
    }

    /// `port`: small number = what it is (see the runtime); one slot with an array of its state. 16 bytes in all.
    public enum Port {
        public static let traitsOffset: UInt32 = 2
        public static let stateOffset: UInt32 = 8
        public static let size: UInt32 = 16
    }

    /// `errorObject`: word = 4; slots: the message (`text`), the list of irritants, the code (a `string` such as `AI0903`; `unit` for errors
    /// that the program made itself), the place where it was raised (a `string`, or the address of a site and above it that of a string with
    /// the procedure's name, or 0), and the calls that led there (a vector of call records, or 0).
    public enum ErrorObject {
        public static let messageOffset: UInt32 = 8
        public static let irritantsOffset: UInt32 = 16
        public static let codeOffset: UInt32 = 24
        public static let originOffset: UInt32 = 32
        public static let callsOffset: UInt32 = 40
        public static let size: UInt32 = 48
        public static let word: UInt32 = 4
    }

    /// A source position for run-time errors (plain static data, 12 bytes): +0 address of the path's string object, +4 line, +8 column.
    ///
    /// Code that keeps records of calls has sites with a second part (24 bytes in all): +12 address of the string object with the function's
    /// name; +16 address of the site of the call in whose place the code of that function stands, or 0; +20 flags. The path of such a site has
    /// the small number `String.pathOfCallRecord`.
    public enum Site {
        public static let pathOffset: UInt32 = 0
        public static let lineOffset: UInt32 = 4
        public static let columnOffset: UInt32 = 8
        public static let size: UInt32 = 12
        public static let functionOffset: UInt32 = 12
        public static let callOffset: UInt32 = 16
        public static let flagsOffset: UInt32 = 20
        public static let sizeWithFunction: UInt32 = 24
        /// Flag: the innermost record on the shadow stack is the function's own, of a call that is over.
        public static let hasOwnRecord: UInt32 = 1
    }

    /// What a run-time error says (plain static data, 24 bytes): addresses of string objects, or 0 where absent.
    ///
    /// The text is `prefix` + the value rendered by `mode` + `suffix`. It is the message, or, when `header` is there, a note below the
    /// message `header`.
    public enum Failure {
        public static let codeOffset: UInt32 = 0
        public static let headerOffset: UInt32 = 4
        public static let prefixOffset: UInt32 = 8
        public static let suffixOffset: UInt32 = 12
        public static let modeOffset: UInt32 = 16
        public static let reservedOffset: UInt32 = 20
        public static let size: UInt32 = 24
        /// Modes: no value, the name of the value's type, the value's display form.
        public static let plain: UInt32 = 0
        public static let typeName: UInt32 = 1
        public static let display: UInt32 = 2
    }
}

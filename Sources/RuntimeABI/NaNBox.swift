/// The 64-bit form of a dynamic value and of every heap slot.
///
/// A bit pattern below `FFF9_0000_0000_0000` (unsigned) is an f64 as it is. wasm does not fix the sign and payload of a NaN it computes, so
/// NaNs that may be stored are canonicalized to `canonicalNaN`; `FFF8` stays unused for tags.
public enum NaNBox {
    public static let firstTagged: UInt64 = 0xFFF9_0000_0000_0000
    public static let canonicalNaN: UInt64 = 0x7FF8_0000_0000_0000

    /// The upper 32 bits of a slot on the shadow stack that holds the record of a call: a NaN that no program can make, so the collector passes
    /// over it. The lower 32 bits are the address of an `ObjectLayout.Site` with its second part, or 0.
    public static let callRecordHigh: UInt32 = 0xFFF8_0000

    /// Bits 48–63 of a tagged value.
    public enum Tag {
        /// A signed integer in the low 48 bits.
        public static let integer: UInt64 = 0xFFF9
        /// A heap or static object: address in bits 0–31, `ObjectKind` in bits 32–47.
        public static let reference: UInt64 = 0xFFFA
        /// One of `Immediate`, in the low 32 bits.
        public static let immediate: UInt64 = 0xFFFB
        /// A Unicode scalar in the low 32 bits.
        public static let character: UInt64 = 0xFFFC
    }

    public enum Immediate: UInt64, CaseIterable, Sendable {
        case null = 0
        case `false` = 2
        case `true` = 3
        case unit = 4
        case emptyList = 5
        case endOfFile = 6
        case absent = 7
        /// A binding whose initializer has not run.
        case uninitialized = 8

        /// The whole 64-bit pattern.
        public var bits: UInt64 { Tag.immediate << 48 | rawValue }
    }

    /// The upper 32 bits of a boxed reference to an object of `kind`; `(bits >> 32) == this` is the complete type test.
    public static func referenceHigh(_ kind: ObjectKind) -> UInt32 { UInt32(Tag.reference << 16) | UInt32(kind.rawValue) }

    /// What is or-ed to a zero-extended address to box it.
    public static func referenceBase(_ kind: ObjectKind) -> UInt64 { UInt64(referenceHigh(kind)) << 32 }
}

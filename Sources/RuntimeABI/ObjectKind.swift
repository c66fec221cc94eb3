/// What a heap object is. The kind is the first byte of its header and also stands in bits 32–47 of a boxed reference,
/// so that testing the kind of a dynamic value touches no memory. Values are part of the binary interface.
public enum ObjectKind: UInt8, Hashable, Sendable, CaseIterable {
    /// UTF-8 text.
    case string = 1
    /// A growable sequence of slots with value semantics where the language wants it.
    case array = 2
    /// A function value: table index, arity, descriptor and captured slots.
    case closure = 3
    /// `Some` or `None`; `None` is the null pointer.
    case option = 4
    /// `Ok` or `Err`.
    case result = 5
    /// The exports of a module as a value.
    case namespace = 6
    /// A parsed JSON document or a part of it.
    case json = 7
    /// One mutable slot shared by closures.
    case cell = 8
    /// Raw bytes that strings point into, or truth values of an array that only one function knows; no value of a program.
    case bytes = 9
    /// Keys and values in insertion order, with value semantics.
    case hashMap = 10
    /// Keys in insertion order, with value semantics.
    case hashSet = 11
    /// First in, first out, with value semantics.
    case queue = 12
    /// Last in, first out, with value semantics.
    case stack = 13
    /// A compiled regular expression.
    case regex = 14
    /// An instant.
    case dateTime = 15
    /// Two mutable slots.
    case pair = 16
    /// An interned name.
    case symbol = 17
    /// An interned name of a table of its own.
    case keyword = 18
    /// A sequence of slots with identity.
    case vector = 19
    /// A sequence of bytes with identity.
    case byteVector = 20
    /// A mutable text, indexed by scalars.
    case text = 21
    /// An immutable integer beyond the range of `NaNBox.Tag.integer`.
    case bigInteger = 22
    /// An instance of a record type.
    case record = 23
    /// What the instances of a record have in common.
    case recordType = 24
    /// A tag and values, immutable.
    case tagged = 25
    /// Keys and values in insertion order, with identity.
    case hashTable = 26
    /// A value that may still have to be computed.
    case promise = 27
    /// A source or target of characters or bytes.
    case port = 28
    /// A message, what it is about, and where it comes from.
    case errorObject = 29
    /// Several results of one computation, or none; never stored by a program.
    case values = 30
    /// A function that only code of another language can call, in a place where nothing says how to convert for it; its tag is the `ValueForm`
    /// of that language. Other values that only another language understands are what they are.
    case foreign = 31
}

/// How a language keeps its values in objects. Values of languages of one form need no conversion.
public enum ValueForm: UInt8, Hashable, Sendable {
    /// Every value is dynamic: exact integers, mutable texts, lists, vectors, hash tables.
    case dynamic = 0
    /// Static types; numbers are floats, strings do not change, collections have value semantics.
    case valueSemantics = 1
}

/// The letters of type descriptors, by which the runtime converts values between forms; see `TypeDescriptor` in Core.
public enum BoundaryType {
    public static let dynamic: UInt8 = 63
    public static let parameter: UInt8 = 112
    public static let number: UInt8 = 110
    public static let bool: UInt8 = 98
    public static let string: UInt8 = 115
    public static let unit: UInt8 = 117
    public static let null: UInt8 = 48
    public static let array: UInt8 = 97
    public static let list: UInt8 = 108
    public static let option: UInt8 = 111
    public static let result: UInt8 = 114
    public static let map: UInt8 = 109
    public static let object: UInt8 = 107
    public static let union: UInt8 = 124
    public static let function: UInt8 = 102
    /// What is added to small numbers so that they are printable.
    public static let numberBase: UInt8 = 64
}

/// The text by which compiled code describes the value of a literal that is too large to be made part by part: a value, as the runtime's
/// `LiteralReader` reads it.
///
/// A *number* is a row of digits of five bits, the lowest first; all but the last have `moreDigits` added. A value is one of
///
/// - a number: a small integer, whose sign is the lowest bit (0, -1, 1, -2 are 0, 1, 2, 3);
/// - a byte that says what follows, and a number: `float` and the bits, `immediate` and an `NaNBox.Immediate`, `character` and the scalar,
///   `reference` and the position of a value among those with labels, so far;
/// - `list` and the number of pairs, at least one, then the values in them; `improperList`, where the value at the end stands behind these; `vector` and the
///   number of elements, then these;
/// - an *atom*, which only some programs need: `text`, `symbol`, `keyword`, `byteVector`, `positive` or `negative`, and a number of bytes, then these. The
///   first three have UTF-8, the others half bytes, the lower one first, each with `firstDigit` added: of the byte vector, or of an exact integer's limbs.
///
/// `label` before a value makes it one that `reference` can name, even below itself.
public enum LiteralCode {
    public static let firstDigit: UInt8 = 48
    public static let moreDigits: UInt8 = 32
    public static let bitsOfDigit: UInt8 = 5
    /// What no digit reaches any more.
    public static let endOfDigits: UInt8 = 112

    public static let label: UInt8 = 36
    public static let reference: UInt8 = 37
    public static let float: UInt8 = 38
    public static let immediate: UInt8 = 39
    public static let character: UInt8 = 40
    public static let list: UInt8 = 41
    public static let improperList: UInt8 = 42
    public static let vector: UInt8 = 43

    public static let text: UInt8 = 112
    public static let symbol: UInt8 = 113
    public static let keyword: UInt8 = 114
    public static let byteVector: UInt8 = 115
    public static let positive: UInt8 = 116
    public static let negative: UInt8 = 117
}

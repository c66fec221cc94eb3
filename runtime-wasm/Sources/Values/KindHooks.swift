// What only programs need that make values of certain kinds. Whoever makes the first value of a kind sets its hooks, so that general
// code, such as equality, does not drag the code of kinds along that a program never uses.

typealias DisplayHook = @convention(c) (_ builder: UInt32, _ value: UInt64) -> UInt32
typealias PartsHook = @convention(c) (_ left: UInt32, _ right: UInt32) -> UInt32
typealias IndexHook = @convention(c) (_ receiver: UInt64, _ index: UInt64, _ site: UInt32) -> UInt64

typealias WriteHook = @convention(c) (_ value: UInt64, _ parameter: UInt32) -> Void

typealias PrintHook = @convention(c) (_ string: UInt32) -> Void
typealias LiteralHook = @convention(c) (_ code: UInt32, _ data: UInt32, _ count: UInt32) -> UInt64

enum KindHooks {
    /// Appends the display form of a JSON value or part to a builder.
    nonisolated(unsafe) static var displayJSON: DisplayHook?
    nonisolated(unsafe) static var displayDateTime: DisplayHook?
    /// Compares the keys of two hash maps, or two hash sets, and pushes what decides further on the work stack; see `pushPartsOfTables`.
    nonisolated(unsafe) static var pushPartsOfTables: PartsHook?
    /// `j[i]` where `j` is a JSON value and nothing is known of `i`.
    nonisolated(unsafe) static var indexJSON: IndexHook?
    /// Emits a big integer in a base.
    nonisolated(unsafe) static var writeInteger: WriteHook?
    /// Writes a builder's bytes to an output port.
    nonisolated(unsafe) static var writePort: WriteHook?
    /// Prints a string to the port that is current, once a program has looked at which that is.
    nonisolated(unsafe) static var printToCurrentPort: PrintHook?
    /// The value of an atom of a literal, see `LiteralCode`.
    nonisolated(unsafe) static var literalAtom: LiteralHook?
}

func displayByHook(_ builder: UInt32, _ value: UInt64) -> UInt32 {
    let hook = isReference(value, .json) ? KindHooks.displayJSON : KindHooks.displayDateTime
    guard let hook else { return builder }
    return hook(builder, value)
}

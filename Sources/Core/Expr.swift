import Basics
import Diagnostics
import ModuleSystem
import RuntimeABI

/// An expression of Core. Operands are evaluated from left to right, each once, unless a case says otherwise.
/// An operand of type `never` makes what follows it dead.
public struct Expr: Sendable {
    public indirect enum Kind: Sendable {
        // Constants
        case constant(Constant)

        // Variables
        case local(LocalID)
        case setLocal(LocalID, ExprID)
        case global(GlobalID)
        case setGlobal(GlobalID, ExprID)
        case importedGlobal(ImportedGlobalID)
        /// Only for write-back of collections into a variable of another module.
        case setImportedGlobal(ImportedGlobalID, ExprID)
        /// A captured slot of a closure: `any`.
        case closureSlot(closure: ExprID, index: Int)
        /// Fills a captured slot after creation; the value is `any`.
        case setClosureSlot(closure: ExprID, index: Int, value: ExprID)

        // Operators on unboxed values
        case unary(UnaryOperation, ExprID)
        case binary(BinaryOperation, ExprID, ExprID)
        /// f64 → f64: fails unless the operand is finite.
        case checkFinite(ExprID, FailureID)
        /// f64 → f64: fails when the operand is zero (of either sign).
        case checkNonzero(ExprID, FailureID)

        // Control
        /// All in order; the value is that of the last. Empty: unit.
        case sequence([ExprID])
        /// `otherwise` may be absent when the type is unit. Only one branch is evaluated.
        case conditional(condition: ExprID, then: ExprID, otherwise: ExprID?)
        /// Evaluates `body`; `break` with the label leaves it with a value of the expression's type.
        case block(LabelID, body: ExprID)
        /// While `condition` (absent: forever) evaluate `body`, then `step`. `break` leaves, `continue` goes to `step`. Unit, or never when it cannot be left.
        case loop(LabelID, condition: ExprID?, body: ExprID, step: ExprID?)
        case breakTo(LabelID, ExprID?)
        case continueTo(LabelID)
        case returnValue(ExprID?)

        // Calls
        case call(FunctionID, [ExprID])
        case callImported(ImportedFunctionID, [ExprID])
        /// Arguments without the site and the shadow stack pointer, which code generation adds as the function's effects say.
        case callRuntime(RuntimeFunction, [ExprID])
        /// Calls a closure whose arity is known to match; arguments and result are `any`.
        case callClosure(ExprID, [ExprID])
        /// Calls the getter `() -> any` of a namespace entry by its table index (i32).
        case callNamespaceGetter(ExprID)
        /// The same calls in tail position, reusing the frame: for languages that promise it. Type `never`.
        case tailCall(FunctionID, [ExprID])
        case tailCallImported(ImportedFunctionID, [ExprID])
        case tailCallClosure(ExprID, [ExprID])
        /// The address (i32) of the site record of this expression's span, or the caller's site where the function has a `siteParameter`.
        case site

        // Dynamic values
        /// Any type but `never` → `any`. An f64 is canonicalized if it may be a NaN.
        case box(ExprID)
        /// `any` → the expression's type. When the value has another type: fails with the value, or (nil) it was proven to have it.
        case unbox(ExprID, FailureID?)
        /// `any` → bool.
        case test(ExprID, ValueTest)

        // Objects
        /// New array; the operands are all f64 or all `any`. Without operands it may be a constant, which is shared.
        case makeArray([ExprID])
        /// Array, vector or text → i32.
        case arrayLength(ExprID)
        /// (array or vector, i32 within bounds) → f64 (the array is known to hold numbers), i32 (its slots hold nothing but such integers, with zeros
        /// above their bits) or `any`.
        case arrayLoad(ExprID, index: ExprID)
        /// (array, i32 within bounds, f64, i32 or `any`): the array is unshared. Storing `any` clears the `numbers` flag unless the value is a number.
        case arrayStore(ExprID, index: ExprID, value: ExprID)
        /// (index f64 or i32, array) → i32 within bounds. `invalid`: negative or fractional; `outside`: at least the length.
        case checkIndex(ExprID, array: ExprID, invalid: FailureID, outside: FailureID)
        /// Array → the same array if no other name can see it, else a copy.
        case unshare(ExprID)
        /// Array, `option`, `result` or `any` → the same value, marked as visible through another name.
        case share(ExprID)
        /// Kind `option` (some), `result` or `cell` with a payload of type `any`.
        case makeVariant(ObjectKind, tag: UInt16, payload: ExprID)
        /// Variant (not null) → i32.
        case variantTag(ExprID)
        /// Variant (not null) → `any`.
        case variantPayload(ExprID)
        case setVariantPayload(ExprID, ExprID)
        /// New closure over `function` (closure convention); name and arity from the static closure; the operands are `any`.
        case makeClosure(ClosureID, captures: [ExprID])
        /// Closure → i32.
        case closureArity(ExprID)
        /// Closure → bool: whether calling it calls this function, of the closure convention.
        case closureIs(ExprID, FunctionID)
        /// New object of `kind` with the small number and the word of its header, if it has one, and slots; the operands are `any`.
        case makeObject(ObjectKind, small: UInt16, word: UInt32, fields: [ExprID])
        /// (object): `any`, the slot at this position.
        case field(ExprID, index: Int)
        /// Unit; the value is `any`.
        case setField(ExprID, index: Int, value: ExprID)
        /// New object of a kind that is laid out like an array; the operands are `any`.
        case makeElements(ObjectKind, [ExprID])
        /// (object laid out like an array but without its flags, i32 within bounds, `any`): unit.
        case setElement(ExprID, index: ExprID, value: ExprID)

        /// (text, i32 within bounds) → character.
        case textScalar(ExprID, index: ExprID)

        // Signals
        /// i32: why the last call returned without an ordinary result, 0 if it did; see `Signal`.
        case signal

        // Failures: type never
        case fail(FailureID)
        case failValue(FailureID, ExprID)
        /// The operand is a string that stands between prefix and suffix.
        case failText(FailureID, ExprID)
        /// A place that control cannot reach.
        case unreachable
    }

    public var kind: Kind
    public var type: ValueType
    public var span: SourceSpan

    public init(kind: Kind, type: ValueType, span: SourceSpan) {
        self.kind = kind
        self.type = type
        self.span = span
    }
}

/// A value known at compile time.
public enum Constant: Hashable, Sendable {
    case unit
    case bool(Bool)
    case character(UInt32)
    case i32(Int32)
    case i64(Int64)
    case f64(Double)
    /// A NaN-boxed value that is no reference.
    case any(UInt64)
    /// A static string object.
    case string(String)
    /// A static closure of this module.
    case closure(ClosureID)
    /// The namespace object of a module.
    case namespace(ModuleID)
    /// `None`: the null pointer as `reference(.option)`.
    case none
}

/// The question `test` answers about a dynamic value.
public enum ValueTest: Hashable, Sendable {
    case number
    /// A small exact integer: it unboxes to i64.
    case integer
    case bool
    case character
    case null
    case reference(ObjectKind)
    /// Equal to this bit pattern.
    case bits(UInt64)
}

public enum UnaryOperation: String, Hashable, Sendable, CaseIterable {
    // bool → bool
    case not
    // f64 → f64
    case negate, absolute, floor, ceiling, truncate, nearest, squareRoot
    // i32/i64 → f64
    case i32ToF64, i64ToF64
    // f64 → i32/i64, saturating, NaN is 0
    case f64ToI32, f64ToI64
    case i32ToI64, i64ToI32
    // reference → bool: is the null pointer
    case isNull
    // array → i32: the flags of its header (`ObjectLayout.Flag`)
    case arrayFlags
    // bool → i32, i32 → bool (nonzero)
    case boolToI32, i32ToBool
    // any → i64, i64 → any: the bits as they are
    case anyToBits, bitsToAny
}

public enum BinaryOperation: String, Hashable, Sendable, CaseIterable {
    // f64 × f64 → f64
    case f64Add, f64Subtract, f64Multiply, f64Divide, f64Minimum, f64Maximum, f64CopySign
    // f64 × f64 → bool
    case f64Equal, f64NotEqual, f64Less, f64LessOrEqual, f64Greater, f64GreaterOrEqual
    // i32 × i32 → i32, wrapping
    case i32Add, i32Subtract, i32Multiply, i32And, i32Or, i32Xor, i32ShiftLeft, i32ShiftRight
    // i32 × i32 → i32; the divisor is not 0 (and not -1 with the least value)
    case i32Divide, i32Remainder
    // i32 × i32 → bool, signed
    case i32Equal, i32NotEqual, i32Less, i32LessOrEqual, i32Greater, i32GreaterOrEqual
    // i64 × i64 → i64, wrapping
    case i64Add, i64Subtract, i64Multiply, i64And, i64Or, i64Xor, i64ShiftLeft, i64ShiftRight
    // i64 × i64 → i64; the divisor is not 0 (and not -1 with the least value)
    case i64Divide, i64Remainder
    // i64 × i64 → bool, signed
    case i64Equal, i64NotEqual, i64Less, i64LessOrEqual, i64Greater, i64GreaterOrEqual
    // i64 × i64 → bool, unsigned
    case i64LessUnsigned
    // bool × bool → bool
    case boolEqual, boolNotEqual
    // any × any → bool: same bits (identity, not numeric equality)
    case anyIdentical
    // reference × reference → bool: same address
    case referenceIdentical
}

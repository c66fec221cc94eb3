import RuntimeABI
import WasmFormat

/// The code of getters.
extension NamespaceGetter {
    /// A function `() -> any`: the value of an export, boxed.
    ///
    /// - Parameter value: instructions that push the value as it is.
    func body(reading value: [UInt8]) -> [UInt8] {
        var body = FunctionBodyWriter(locals: locals)
        body.append(code: value)
        if isFunction {
            body.box(NaNBox.referenceBase(.closure))
        } else {
            switch type {
            case .any: break
            case .number: body.boxNumber()
            case .bool: body.box(NaNBox.Immediate.false.bits)
            case .character: body.box(NaNBox.Tag.character << 48)
            case .option: body.box(NaNBox.referenceBase(.option))
            case .reference: body.boxObject()
            case .integer: body.boxInteger()
            }
        }
        body.append(.end)
        return body.bytes
    }

    /// What people call it.
    var readableName: String { "\(FunctionNamer.stem(of: module)).get \(name)" }

    private var locals: [LocalGroup] {
        switch type {
        case .number: [LocalGroup(1, .f64)]
        case .reference where !isFunction: [LocalGroup(1, .i32)]
        default: []
        }
    }
}

/// Boxing of the value on the operand stack.
extension FunctionBodyWriter {
    fileprivate mutating func box(_ base: UInt64) {
        append(.i64ExtendI32U)
        append(i64: Int64(bitPattern: base))
        append(.i64Or)
    }

    /// Any NaN becomes the canonical one, since others may look like tagged values.
    fileprivate mutating func boxNumber() {
        append(.localTee, 0)
        append(.i64ReinterpretF64)
        append(i64: Int64(bitPattern: NaNBox.canonicalNaN))
        append(.localGet, 0)
        append(.localGet, 0)
        append(.f64Eq)
        append(.select)
    }

    /// The kind stands in the object's header. `local` is an i32 to use.
    mutating func boxObject(local: UInt32 = 0) {
        append(.localTee, local)
        append(.i64ExtendI32U)
        append(.localGet, local)
        append(.i64Load8U, 0, ObjectLayout.kindOffset)
        append(i64: 32)
        append(.i64Shl)
        append(.i64Or)
        append(i64: Int64(bitPattern: NaNBox.Tag.reference << 48))
        append(.i64Or)
    }

    fileprivate mutating func boxInteger() {
        append(i64: 0xFFFF_FFFF_FFFF)
        append(.i64And)
        append(i64: Int64(bitPattern: NaNBox.Tag.integer << 48))
        append(.i64Or)
    }
}

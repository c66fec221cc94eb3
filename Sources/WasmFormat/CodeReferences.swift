/// Where the code of a module names functions, globals, types, tables, memories and segments by their indices: the instructions that a
/// linker must look at and change. Found in one pass over the code, four bytes a place.
public struct CodeReferences: Sendable {
    /// Offsets of the instructions in the module's bytes, ascending.
    private var places: [UInt32] = []
    /// By body, how many of the places come before its end.
    private var ends: [UInt32] = []
    private var errors: [Int: WasmError] = [:]

    /// Reads the bodies of a module, of less than 4 GiB, without checking types.
    public init(_ module: WasmModule) {
        reserve(module)
        for (position, body) in module.bodies.enumerated() {
            var reader = InstructionReader(module, body)
            do throws(WasmError) {
                while try reader.next() { if reader.hasIndex { places.append(UInt32(truncatingIfNeeded: reader.start)) } }
            } catch { errors[position] = error }
            endBody()
        }
    }

    /// Reads the bodies of a module, of less than 4 GiB, and validates the module on the way.
    public init(validating module: WasmModule) throws(WasmError) {
        try module.validateParts()
        reserve(module)
        var validator = CodeValidator(module)
        for position in module.bodies.indices {
            try validator.validateBody(position, noting: &places)
            endBody()
        }
    }

    private mutating func reserve(_ module: WasmModule) {
        ends.reserveCapacity(module.bodies.count)
        // A place in twelve bytes is what compiled code has at most, on average.
        places.reserveCapacity((module.codeSection?.count ?? 0) / 12)
    }

    private mutating func endBody() { ends.append(UInt32(truncatingIfNeeded: places.count)) }

    /// The places in the body at this position, ascending; those before the error if it cannot be read.
    public func places(in position: Int) -> ArraySlice<UInt32> {
        places[Int(position == 0 ? 0 : ends[position - 1])..<Int(ends[position])]
    }

    /// Why the body at this position cannot be read; `nil` if it can.
    public func error(in position: Int) -> WasmError? { errors.isEmpty ? nil : errors[position] }
}

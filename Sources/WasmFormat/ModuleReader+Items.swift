import Glibc

/// The items that sections are made of.
extension ByteCursor {
    mutating func valueType() throws(WasmError) -> ValueType {
        let start = offset
        let code = try u8()
        guard let type = ValueType(rawValue: code) else { throw WasmError(offset: start, "unknown value type \(hex(code))") }
        return type
    }

    private mutating func valueTypes(_ items: String) throws(WasmError) -> [ValueType] {
        let total = try count(of: items)
        var result: [ValueType] = []
        result.reserveCapacity(total)
        for _ in 0..<total { result.append(try valueType()) }
        return result
    }

    mutating func functionType() throws(WasmError) -> FunctionType {
        let start = offset
        guard try u8() == 0x60 else { throw WasmError(offset: start, "not a function type") }
        let parameters = try valueTypes("parameters")
        return FunctionType(parameters, try valueTypes("results"))
    }

    mutating func limits() throws(WasmError) -> Limits {
        let start = offset
        let flags = try u8()
        guard flags <= 1 else { throw WasmError(offset: start, "limits of kind \(flags) are not supported") }
        let minimum = try u32()
        guard flags == 1 else { return Limits(minimum) }
        let maximum = try u32()
        guard maximum >= minimum else { throw WasmError(offset: start, "the maximum is smaller than the minimum") }
        return Limits(minimum, maximum)
    }

    mutating func tableType() throws(WasmError) -> TableType {
        let start = offset
        let element = try valueType()
        guard element.isReference else { throw WasmError(offset: start, "a table cannot hold \(element.text)") }
        return TableType(try limits(), element: element)
    }

    mutating func globalType() throws(WasmError) -> GlobalType {
        let value = try valueType()
        let start = offset
        let mutability = try u8()
        guard mutability <= 1 else { throw WasmError(offset: start, "unknown mutability \(mutability)") }
        return GlobalType(value, isMutable: mutability == 1)
    }

    mutating func externalKind() throws(WasmError) -> ExternalKind {
        let start = offset
        let code = try u8()
        guard let kind = ExternalKind(rawValue: code) else { throw WasmError(offset: start, "unknown kind \(code) of import or export") }
        return kind
    }

    /// - Parameter known: the module that the import before names, and where; mostly this one names the same.
    mutating func importItem(_ known: inout (module: String, place: Range<Int>)) throws(WasmError) -> Import {
        if let item = shortImport(known) { return item }
        let start = offset
        let place = try lengthPrefixed()
        if place.count != known.place.count || bytes[place] != bytes[known.place] {
            offset = start
            known = (try name(), place)
        }
        let module = known.module
        let name = try name()
        switch try externalKind() {
        case .function: return Import(module, name, .function(try u32()))
        case .table: return Import(module, name, .table(try tableType()))
        case .memory: return Import(module, name, .memory(try limits()))
        case .global: return Import(module, name, .global(try globalType()))
        }
    }

    /// A function or a global of the module that was named before, with a short name in ASCII, as most imports are; for others `nil`, and the
    /// cursor stays where it is.
    private mutating func shortImport(_ known: (module: String, place: Range<Int>)) -> Import? {
        let (first, limit) = (offset, end)
        let found = bytes.withUnsafeBufferPointer { bytes -> (item: Import, end: Int)? in
            guard let base = bytes.baseAddress, limit <= bytes.count else { return nil }
            let module = known.place.count
            // Two lengths, a kind, and two bytes that tell of it at most.
            guard module < 0x80, limit - first > module + 5, base[first] == module, memcmp(base + first + 1, base + known.place.lowerBound, module) == 0
            else { return nil }
            let start = first + 1 + module
            let count = Int(base[start])
            guard count < 0x80, limit - start > count + 3 else { return nil }
            let text = UnsafeBufferPointer(start: base + start + 1, count: count)
            guard text.allSatisfy({ $0 < 0x80 }) else { return nil }
            let kind = start + 1 + count
            let (second, third) = (base[kind + 1], base[kind + 2])
            switch ExternalKind(rawValue: base[kind]) {
            case .function where second < 0x80: return (Import(known.module, ascii(text), .function(UInt32(second))), kind + 2)
            case .global where third <= 1:
                guard let type = ValueType(rawValue: second) else { return nil }
                return (Import(known.module, ascii(text), .global(GlobalType(type, isMutable: third == 1))), kind + 3)
            default: return nil
            }
        }
        guard let found else { return nil }
        offset = found.end
        return found.item
    }

    mutating func export() throws(WasmError) -> Export {
        let name = try name()
        let kind = try externalKind()
        return Export(name, kind, try u32())
    }

    mutating func constantExpression() throws(WasmError) -> ConstantExpression {
        let start = offset
        let value: ConstantExpression
        let code = try u8()
        switch code {
        case 0x41: value = .i32(try s32())
        case 0x42: value = .i64(try s64())
        case 0x43: value = .f32(try fixed32())
        case 0x44: value = .f64(try fixed64())
        case 0x23: value = .global(try u32())
        case 0xD0:
            let type = try valueType()
            guard type.isReference else { throw WasmError(offset: start, "\(type.text) is no reference type") }
            value = .nullReference(type)
        case 0xD2: value = .function(try u32())
        default: throw WasmError(offset: start, "instruction \(hex(code)) is not supported in a constant expression")
        }
        guard try u8() == 0x0B else { throw WasmError(offset: start, "a constant expression must be one instruction") }
        return value
    }

    /// Bits of the flags: 0 not active; 1 explicit table, or declarative; 2 items are expressions.
    mutating func elementSegment() throws(WasmError) -> ElementSegment {
        let start = offset
        let flags = try u32()
        guard flags <= 7 else { throw WasmError(offset: start, "unknown kind \(flags) of element segment") }
        var mode = flags & 2 == 0 ? SegmentMode.passive : .declarative
        if flags & 1 == 0 {
            let table = flags & 2 == 0 ? 0 : try u32()
            mode = .active(table, try constantExpression())
        }
        let isExpressions = flags & 4 != 0
        var type = ValueType.funcref
        if flags & 3 != 0 {
            let place = offset
            if isExpressions {
                type = try valueType()
                guard type.isReference else { throw WasmError(offset: place, "elements cannot be \(type.text)") }
            } else if try u8() != 0 {
                throw WasmError(offset: place, "unknown kind of elements")
            }
        }
        let total = try count(of: "elements", minimumSize: isExpressions ? 3 : 1)
        var items: [ConstantExpression] = []
        items.reserveCapacity(total)
        for _ in 0..<total { items.append(isExpressions ? try constantExpression() : .function(try u32())) }
        return ElementSegment(mode, type: type, items: items)
    }

    mutating func dataSegment() throws(WasmError) -> DataSegment {
        let start = offset
        let flags = try u32()
        let mode: SegmentMode
        switch flags {
        case 0: mode = .active(0, try constantExpression())
        case 1: mode = .passive
        case 2:
            let memory = try u32()
            mode = .active(memory, try constantExpression())
        default: throw WasmError(offset: start, "unknown kind \(flags) of data segment")
        }
        return DataSegment(mode: mode, range: try lengthPrefixed())
    }

    /// - Parameter groups: gets the groups of locals.
    mutating func functionBody(_ groups: inout [LocalGroup]) throws(WasmError) -> FunctionBody {
        let range = try lengthPrefixed()
        let (outerEnd, first) = (end, groups.count)
        end = range.upperBound
        offset = range.lowerBound
        let total = try count(of: "locals", minimumSize: 2)
        var locals: UInt64 = 0
        for _ in 0..<total {
            let start = offset
            let count = try u32()
            locals += UInt64(count)
            guard locals <= ModuleReader.localLimit else { throw WasmError(offset: start, "too many locals") }
            groups.append(LocalGroup(count, try valueType()))
        }
        defer { (offset, end) = (range.upperBound, outerEnd) }
        return FunctionBody(range: range, code: offset, groups: first..<groups.count)
    }
}

/// The text of some bytes below 128.
func ascii(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    String(unsafeUninitializedCapacity: bytes.count) { target in
        _ = target.initialize(from: bytes)
        return bytes.count
    }
}

/// `0x2a`
func hex(_ value: some BinaryInteger) -> String { "0x" + String(value, radix: 16) }

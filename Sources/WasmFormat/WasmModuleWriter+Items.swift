import Basics

/// The items that sections are made of.
extension ByteWriter {
    mutating func append(types: [ValueType]) {
        append(uleb32: UInt32(types.count))
        for type in types { append(u8: type.rawValue) }
    }

    mutating func append(limits: Limits) {
        append(u8: limits.maximum == nil ? 0 : 1)
        append(uleb32: limits.minimum)
        if let maximum = limits.maximum { append(uleb32: maximum) }
    }

    mutating func append(table: TableType) {
        append(u8: table.element.rawValue)
        append(limits: table.limits)
    }

    mutating func append(global: GlobalType) {
        append(u8: global.value.rawValue)
        append(u8: global.isMutable ? 1 : 0)
    }

    mutating func append(importItem: Import) {
        append(string: importItem.module)
        append(string: importItem.name)
        append(u8: importItem.kind.external.rawValue)
        switch importItem.kind {
        case .function(let type): append(uleb32: type)
        case .table(let type): append(table: type)
        case .memory(let limits): append(limits: limits)
        case .global(let type): append(global: type)
        }
    }

    mutating func append(expression: ConstantExpression) {
        switch expression {
        case .i32(let value):
            append(u8: 0x41)
            append(sleb32: value)
        case .i64(let value):
            append(u8: 0x42)
            append(sleb64: value)
        case .f32(let bits):
            append(u8: 0x43)
            append(u32: bits)
        case .f64(let bits):
            append(u8: 0x44)
            append(u64: bits)
        case .global(let index):
            append(u8: 0x23)
            append(uleb32: index)
        case .nullReference(let type):
            append(u8: 0xD0)
            append(u8: type.rawValue)
        case .function(let index):
            append(u8: 0xD2)
            append(uleb32: index)
        }
        append(u8: 0x0B)
    }

    /// The shortest of the eight forms that can say it.
    mutating func append(element segment: ElementSegment) {
        let isFunctions = segment.type == .funcref && segment.items.allSatisfy { if case .function = $0 { true } else { false } }
        var flags: UInt32 = isFunctions ? 0 : 4
        var needsType = true
        switch segment.mode {
        case .active(0, _) where segment.type == .funcref: needsType = false
        case .active: flags |= 2
        case .passive: flags |= 1
        case .declarative: flags |= 3
        }
        append(uleb32: flags)
        if case .active(let table, let offset) = segment.mode {
            if needsType { append(uleb32: table) }
            append(expression: offset)
        }
        if needsType { append(u8: isFunctions ? 0 : segment.type.rawValue) }
        append(uleb32: UInt32(segment.items.count))
        for item in segment.items {
            if isFunctions, case .function(let index) = item { append(uleb32: index) } else { append(expression: item) }
        }
    }
}

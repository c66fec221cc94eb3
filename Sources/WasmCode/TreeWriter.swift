import Basics
import WasmFormat

/// Writes a `WasmTree` in the binary format.
///
/// Locals of one type stand together in each function, and types are in the order of how often they are used. What follows an expression that never
/// ends is left out, and so are blocks to which nothing branches where something else is a block anyway.
struct TreeWriter {
    let tree: WasmTree
    /// By `WasmName`.
    private var indices: [UInt32]
    private var importedFunctionCount: UInt32 = 0
    /// The index of each signature of the tree among the types.
    private var types: [UInt32] = []
    private var order: [Int] = []

    init(_ tree: WasmTree) {
        self.tree = tree
        indices = [UInt32](repeating: 0, count: tree.names.count)
        numberItems()
        numberTypes()
    }

    private mutating func numberItems() {
        var count: UInt32 = 0
        for case .imported(let name, _, _, _) in tree.functions {
            indices[Int(name.index)] = count
            count += 1
        }
        importedFunctionCount = count
        for case .defined(let name, _, _, _) in tree.functions {
            indices[Int(name.index)] = count
            count += 1
        }
        let globals = tree.importedGlobals.lazy.map(\.name) + tree.globals.map(\.name)
        for (index, name) in globals.enumerated() { indices[Int(name.index)] = UInt32(truncatingIfNeeded: index) }
    }

    /// Those that are used most get the smallest numbers.
    private mutating func numberTypes() {
        let calls = tree.nodes.indices.filter { tree.nodes[$0].kind == .callIndirect || tree.nodes[$0].kind == .returnCallIndirect }
        var counts = [Int](repeating: 0, count: tree.signatures.count)
        var nextCall = 0
        func note(_ signature: Int) {
            if counts[signature] == 0 { order.append(signature) }
            counts[signature] += 1
        }
        for function in tree.functions {
            switch function {
            case .imported(_, _, _, let signature): note(signature)
            case .defined(_, let signature, _, let body):
                note(signature)
                // An expression stands behind those that it contains.
                while nextCall < calls.count, calls[nextCall] <= Int(body.index) {
                    note(Int(tree.nodes[calls[nextCall]].bits))
                    nextCall += 1
                }
            }
        }
        let places = order.enumerated().sorted { (counts[$1.element], $0.offset) < (counts[$0.element], $1.offset) }
        order = places.map(\.element)
        types = [UInt32](repeating: 0, count: counts.count)
        for (index, signature) in order.enumerated() { types[signature] = UInt32(truncatingIfNeeded: index) }
    }

    // MARK: Sections

    func write(names: Bool) -> [UInt8] {
        var writer = ByteWriter(capacity: tree.codeSize * 2 + 1024)
        writer.append(bytes: [0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00])
        writeTypes(&writer)
        writeImports(&writer)
        writeFunctions(&writer)
        writeGlobals(&writer)
        writeExports(&writer)
        writeElements(&writer)
        if tree.data != nil { section(.dataCount, count: 1, &writer) { _ in } }
        writeCode(&writer)
        writeData(&writer)
        if names { writeNames(&writer) }
        return writer.bytes
    }

    private func section(_ id: SectionID, count: Int, _ writer: inout ByteWriter, _ body: (inout ByteWriter) -> Void) {
        guard count > 0 else { return }
        writer.append(u8: id.rawValue)
        writer.appendLengthPrefixed { inner in
            inner.append(uleb32: UInt32(truncatingIfNeeded: count))
            body(&inner)
        }
    }

    private func writeTypes(_ writer: inout ByteWriter) {
        section(.type, count: order.count, &writer) { writer in
            for index in order {
                let signature = tree.signatures[index]
                writer.append(u8: 0x60)
                writer.append(uleb32: UInt32(truncatingIfNeeded: signature.parameters.count))
                for type in signature.parameters { writer.append(u8: type.code) }
                writer.append(u8: signature.result == .none ? 0 : 1)
                if signature.result != .none { writer.append(u8: signature.result.code) }
            }
        }
    }

    private func writeImports(_ writer: inout ByteWriter) {
        let count = Int(importedFunctionCount) + tree.importedGlobals.count + (tree.memory == nil ? 0 : 1) + (tree.table == nil ? 0 : 1)
        section(.import, count: count, &writer) { writer in
            for case .imported(_, let module, let base, let signature) in tree.functions {
                writer.append(string: module)
                writer.append(string: base)
                writer.append(u8: 0)
                writer.append(uleb32: types[signature])
            }
            for global in tree.importedGlobals {
                writer.append(string: global.module)
                writer.append(string: global.base)
                writer.append(bytes: [3, global.type.code, global.isMutable ? 1 : 0])
            }
            if let memory = tree.memory {
                writer.append(string: memory.module)
                writer.append(string: memory.base)
                // At least one page.
                writer.append(bytes: [2, 0, 1])
            }
            if let table = tree.table {
                writer.append(string: table.module)
                writer.append(string: table.base)
                writer.append(bytes: [1, 0x70, 0, 0])
            }
        }
    }

    private func writeFunctions(_ writer: inout ByteWriter) {
        section(.function, count: tree.functions.count - Int(importedFunctionCount), &writer) { writer in
            for case .defined(_, let signature, _, _) in tree.functions { writer.append(uleb32: types[signature]) }
        }
    }

    private func writeGlobals(_ writer: inout ByteWriter) {
        section(.global, count: tree.globals.count, &writer) { writer in
            for global in tree.globals {
                writer.append(bytes: [global.type.code, global.isMutable ? 1 : 0])
                append(constant: global.initial, to: &writer)
            }
        }
    }

    private func writeExports(_ writer: inout ByteWriter) {
        section(.export, count: tree.exports.count, &writer) { writer in
            for export in tree.exports {
                writer.append(string: export.external)
                writer.append(u8: export.isFunction ? 0 : 3)
                writer.append(uleb32: indices[Int(export.name.index)])
            }
        }
    }

    private func writeElements(_ writer: inout ByteWriter) {
        guard let elements = tree.elements else { return }
        section(.element, count: 1, &writer) { writer in
            writer.append(u8: 0)
            append(constant: elements.start, to: &writer)
            writer.append(uleb32: UInt32(truncatingIfNeeded: elements.functions.count))
            for function in elements.functions { writer.append(uleb32: indices[Int(function.index)]) }
        }
    }

    private func writeData(_ writer: inout ByteWriter) {
        guard let data = tree.data else { return }
        section(.data, count: 1, &writer) { writer in
            writer.append(u8: 0)
            append(constant: data.address, to: &writer)
            writer.append(lengthPrefixed: data.bytes)
        }
    }

    private func append(constant: WasmExpression, to writer: inout ByteWriter) {
        var code = CodeWriter(tree, indices: indices, types: types)
        code.write(constant.index)
        writer.append(bytes: code.output.bytes)
        writer.append(u8: 0x0B)
    }

    private func writeCode(_ writer: inout ByteWriter) {
        section(.code, count: tree.functions.count - Int(importedFunctionCount), &writer) { writer in
            var code = CodeWriter(tree, indices: indices, types: types)
            for case .defined(_, let signature, let locals, let body) in tree.functions {
                code.write(body, parameters: tree.signatures[signature].parameters.count, locals)
                writer.append(lengthPrefixed: code.output.bytes)
            }
        }
    }

    // MARK: Names

    private func writeNames(_ writer: inout ByteWriter) {
        writer.append(u8: SectionID.custom.rawValue)
        writer.appendLengthPrefixed { writer in
            writer.append(string: "name")
            subsection(1, count: tree.functions.count, &writer) { writer in
                for case .imported(let name, _, _, _) in tree.functions { append(name, &writer) }
                for case .defined(let name, _, _, _) in tree.functions { append(name, &writer) }
            }
            subsection(7, count: tree.globals.count, &writer) { writer in
                for global in tree.globals { append(global.name, &writer) }
            }
            subsection(8, count: tree.elements == nil ? 0 : 1, &writer) { writer in
                if let elements = tree.elements { append(elements.name, &writer) }
            }
        }
    }

    private func subsection(_ id: UInt8, count: Int, _ writer: inout ByteWriter, _ body: (inout ByteWriter) -> Void) {
        guard count > 0 else { return }
        writer.append(u8: id)
        writer.appendLengthPrefixed { inner in
            inner.append(uleb32: UInt32(truncatingIfNeeded: count))
            body(&inner)
        }
    }

    private func append(_ name: WasmName, _ writer: inout ByteWriter) {
        writer.append(uleb32: indices[Int(name.index)])
        writer.append(string: tree.names[Int(name.index)].string)
    }
}

extension WasmTree {
    /// The module in the binary format.
    ///
    /// - Parameter names: with a `name` section, without the names of locals.
    public func binary(names: Bool) -> [UInt8] { TreeWriter(self).write(names: names) }
}

extension WasmType {
    /// Its byte in the binary format.
    var code: UInt8 {
        switch self {
        case .i32: 0x7F
        case .i64: 0x7E
        case .f64: 0x7C
        case .none, .unreachable, .automatic: 0x40
        }
    }
}

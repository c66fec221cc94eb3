import RuntimeABI
import WasmFormat

/// How much of the budget for nested calls an activation of a function takes.
///
/// That is known only when the optimizer is done. So code generation writes a constant that stands for it, which always takes five bytes, and
/// here each is overwritten by a number that takes as many.
enum DepthCosts {
    /// In the lower half stands the number of slots of the function's frame on the shadow stack, which has the same budget.
    private static let mark: UInt32 = 0x5EED_0000
    private static let markWithReserve: UInt32 = 0x5EEC_0000

    /// - Parameter withReserve: stands for the costs and `CallDepth.reserve`.
    static func placeholder(slots: Int, withReserve: Bool = false) -> UInt32 {
        (withReserve ? markWithReserve : mark) | UInt32(UInt16(clamping: slots))
    }

    /// The slots of the shadow stack and the reserve, if it is a placeholder.
    private static func parts(_ value: Int64) -> (slots: Int, reserve: Int)? {
        let bits = UInt32(truncatingIfNeeded: value)
        return switch bits & 0xFFFF_0000 {
        case mark: (Int(bits & 0xFFFF), 0)
        case markWithReserve: (Int(bits & 0xFFFF), CallDepth.reserve)
        default: nil
        }
    }

    /// Puts the costs into a module that Binaryen has written.
    static func fill(_ binary: inout [UInt8], depth: (module: String, name: String)) {
        guard let module = try? WasmModule(reading: binary), let global = global(depth, module) else { return }
        let heights = OperandHeights(module)
        for position in module.bodies.indices {
            let places = (try? Self.places(module, position, global)) ?? []
            guard !places.isEmpty, let cost = try? cost(module, position, heights) else { continue }
            for place in places {
                let value = Int32(clamping: max(cost, place.slots) + place.reserve)
                write(place.isNegative ? -value : value, at: place.offset, &binary)
            }
        }
        assert(isFilled(binary), "a constant that stands for the cost of a frame was not recognized in what Binaryen made of it")
    }

    /// No constant that stands for a cost is left: a function that kept one would take its deep way always.
    private static func isFilled(_ binary: [UInt8]) -> Bool {
        guard let module = try? WasmModule(reading: binary) else { return false }
        return module.bodies.allSatisfy { body in
            var reader = InstructionReader(module, body)
            while (try? reader.next()) == true {
                if reader.opcode == .i32Const, parts(reader.value) != nil || parts(-reader.value) != nil { return false }
            }
            return true
        }
    }

    private static func global(_ depth: (module: String, name: String), _ module: WasmModule) -> UInt32? {
        var index: UInt32 = 0
        for item in module.imports {
            guard case .global = item.kind else { continue }
            if item.module == depth.module, item.name == depth.name { return index }
            index += 1
        }
        return nil
    }

    private struct Place {
        /// Of the constant's five bytes.
        var offset: Int
        var slots: Int
        var reserve: Int
        /// The cost is added, not subtracted.
        var isNegative: Bool
    }

    /// Where something is compared with, or taken from, what is left of the budget.
    private static func places(_ module: WasmModule, _ position: Int, _ global: UInt32) throws(WasmError) -> [Place] {
        var reader = InstructionReader(module, module.bodies[position])
        var result: [Place] = []
        /// Locals that what is left of the budget is kept in.
        var kept: Set<UInt32> = []
        var isDepth = false
        var found: (constant: Int64, offset: Int)?
        while try reader.next() {
            if let (constant, offset) = found {
                let isAdded = reader.opcode == .i32Add
                if let (slots, reserve) = parts(isAdded ? -constant : constant), isAdded || Self.takesCost(reader.opcode) {
                    result.append(Place(offset: offset, slots: slots, reserve: reserve, isNegative: isAdded))
                }
            }
            found = nil
            switch reader.opcode {
            case .globalGet: isDepth = reader.first == global
            case .localTee, .localSet:
                if isDepth { kept.insert(reader.first) }
                isDepth = isDepth && reader.opcode == .localTee
            case .localGet: isDepth = kept.contains(reader.first)
            case .i32Const:
                if isDepth, reader.end - reader.immediatesStart == 5 { found = (reader.value, reader.immediatesStart) }
                isDepth = false
            default: isDepth = false
            }
        }
        return result
    }

    private static func takesCost(_ opcode: Opcode) -> Bool {
        switch opcode {
        case .i32Sub, .i32LtS, .i32GeS, .i32LeS, .i32GtS: true
        default: false
        }
    }

    /// In slots of 8 bytes.
    private static func cost(_ module: WasmModule, _ position: Int, _ heights: OperandHeights) throws(WasmError) -> Int {
        let body = module.bodies[position]
        let type = module.types[Int(module.functions[position])]
        let locals = module.localGroups(of: body).reduce(0) { $0 + Int($1.count) }
        let values = max(type.parameters.count, type.results.count) + locals + (try heights.greatest(ofBody: position))
        // The linker's indices may be longer.
        let constants = max(body.range.count * 5 / 4 / CallDepth.bytesPerConstant, CallDepth.leastConstants)
        return values + max(CallDepth.machineOverhead, CallDepth.interpreterOverhead + constants)
    }

    private static func write(_ value: Int32, at offset: Int, _ binary: inout [UInt8]) {
        var rest = value
        for index in 0..<5 {
            binary[offset + index] = UInt8(rest & 0x7F) | (index < 4 ? 0x80 : 0)
            rest >>= 7
        }
    }
}

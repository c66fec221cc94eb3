import Diagnostics
import RuntimeABI
import WasmCode
import WasmFormat

/// What stands in Binaryen's source map for an expression: its number there is a position in a list of these.
struct LocatedCode {
    var position: SourcePosition
    /// What the expression calls, if it is a call.
    var call: CallTarget?
}

/// What is known of the places of code besides Binaryen's source map.
struct KnownPlaces {
    /// Declarations of functions, by their names in Binaryen.
    var functions: [String: SourcePosition] = [:]
    /// The sites among the static data, by offset.
    var sites: [UInt32: SourcePosition] = [:]
}

/// Makes positions of instructions from what Binaryen says of expressions.
///
/// Binaryen tells where the first operand of an expression begins. The instruction of a call comes after its operands, and what these say of
/// themselves would count for it, too: in `f(a, g(b))`, the call of f would seem to be that of g. So the calls are looked for in the code. They
/// nest as the expressions do: the expression that began last is the call that comes first. Calls that the optimizer has replaced or has made
/// are told by whom they call.
///
/// Now and then an optimization loses the place of a call. Then the site says it that the call gets, or that is its record.
struct PositionReader {
    private let module: WasmModule
    private let located: [LocatedCode]
    private let places: KnownPlaces
    /// The names of functions by index; empty if the module has none.
    private let names: [UInt32: String]
    /// The places of the sites whose addresses are imported, by the index of the global.
    private var sites: [UInt32: SourcePosition] = [:]
    private(set) var positions: [CodePositions.Entry] = []

    /// - Parameters:
    ///   - binary: a module as Binaryen wrote it.
    ///   - entries: its source map, with offsets in the binary and numbers in `located` (from 1) for lines.
    /// - Returns: nil if the binary cannot be read.
    static func positions(
        _ binary: [UInt8], _ entries: [CodePositions.Entry], _ located: [LocatedCode], _ places: KnownPlaces
    ) -> [CodePositions.Entry]? {
        guard let module = try? WasmModule(reading: binary) else { return nil }
        var reader = PositionReader(module, located, places)
        var next = 0
        for (index, body) in module.bodies.enumerated() {
            guard reader.read(body, UInt32(clamping: module.importedFunctionCount + index), entries, &next) else { return nil }
        }
        return reader.positions
    }

    private init(_ module: WasmModule, _ located: [LocatedCode], _ places: KnownPlaces) {
        self.module = module
        self.located = located
        self.places = places
        names = Dictionary(NameSection(of: module).functions.map { ($0.index, $0.name) }, uniquingKeysWith: { first, _ in first })
        var index: UInt32 = 0
        for item in module.imports {
            guard case .global = item.kind else { continue }
            if item.module == ReservedNames.dataModule, let offset = UInt32(item.name) { sites[index] = places.sites[offset] }
            index += 1
        }
    }

    private mutating func read(_ body: FunctionBody, _ function: UInt32, _ entries: [CodePositions.Entry], _ next: inout Int) -> Bool {
        var reader = InstructionReader(module, body)
        let start = UInt32(clamping: body.instructions.lowerBound)
        if let declaration = names[function].flatMap({ places.functions[$0] }) {
            append(start, declaration)
        } else if let last = positions.last, last.source != nil {
            // A function inherits no position from the one before it.
            positions.append(CodePositions.Entry(offset: start, source: nil))
        }
        /// Calls whose operands have begun.
        var open: [LocatedCode] = []
        /// The site whose address was pushed since the last call, and how many instructions ago.
        var site: (position: SourcePosition, distance: Int)?
        do {
            while try reader.next() {
                while next < entries.count, Int(entries[next].offset) <= reader.start {
                    if let code = code(entries[next]) {
                        append(entries[next].offset, code.position)
                        if code.call != nil { open.append(code) }
                    }
                    next += 1
                }
                site?.distance += 1
                if reader.opcode == .globalGet, let position = sites[reader.first] { site = (position, 0) }
                guard isCall(reader.opcode) else { continue }
                if let index = open.lastIndex(where: { isTarget($0.call, reader) }) {
                    append(UInt32(clamping: reader.start), open[index].position)
                    open.removeSubrange(index...)
                } else if let site, isSite(at: site.distance, of: reader) {
                    append(UInt32(clamping: reader.start), site.position)
                }
                site = nil
            }
        } catch {
            return false
        }
        return true
    }

    private func isCall(_ opcode: Opcode) -> Bool {
        switch opcode {
        case .call, .returnCall, .callIndirect, .returnCallIndirect: true
        default: false
        }
    }

    /// Functions of the runtime get a site as the last operand, or before the stack pointer. Other calls have records, written before a last
    /// operand that is no call.
    private func isSite(at distance: Int, of call: InstructionReader) -> Bool {
        let isRuntime = (call.opcode == .call || call.opcode == .returnCall) && names[call.first]?.hasPrefix("rt.") == true
        return !isRuntime || distance <= 2
    }

    private func code(_ entry: CodePositions.Entry) -> LocatedCode? {
        let index = Int(entry.line) - 1
        return located.indices.contains(index) ? located[index] : nil
    }

    /// The instruction is a call of the target.
    private func isTarget(_ target: CallTarget?, _ reader: InstructionReader) -> Bool {
        switch (target, reader.opcode) {
        case (.function(let name), .call), (.function(let name), .returnCall): names.isEmpty || names[reader.first] == name
        case (.table, .callIndirect), (.table, .returnCallIndirect): true
        default: false
        }
    }

    private mutating func append(_ offset: UInt32, _ position: SourcePosition) {
        let entry = CodePositions.Entry(offset: offset, source: 0, line: UInt32(clamping: position.line), column: UInt32(clamping: position.column))
        // Of several expressions that begin at one place, the innermost is what is evaluated there.
        if positions.last?.offset == offset { positions.removeLast() }
        if let last = positions.last, last.source != nil, last.line == entry.line, last.column == entry.column { return }
        positions.append(entry)
    }
}

import Basics
import Diagnostics
import WasmFormat

/// A wasm module of another compiler, read and checked as far as no interface is needed for it.
///
/// It is either a relocatable object, whose `linking` section names its functions and data, or a linked module, whose code must do without memory.
struct ForeignModule: Sendable {
    let module: WasmModule
    /// Nil for a linked module.
    let linking: LinkingSection?
    /// Relocations of addresses and of places in the table; those of indices say nothing that the code does not say.
    let codeRelocations: [Relocation]
    let dataRelocations: [Relocation]
    /// Functions that importers can name, by name.
    let functions: [String: UInt32]
    /// Names of functions for people, by index.
    let names: [UInt32: String]
    /// Functions to call before any other, in order.
    let constructors: [UInt32]

    var isRelocatable: Bool { linking != nil }

    init(_ bytes: [UInt8]) throws(ForeignProblem) {
        do throws(WasmError) {
            module = try WasmModule(reading: bytes)
            try module.validate()
        } catch {
            throw ForeignFeatures.problem(of: bytes, error)
        }
        do throws(WasmError) {
            linking = try module.customSection(named: LinkingSection.name).map { (range) throws(WasmError) in try LinkingSection(bytes, range) }
            (codeRelocations, dataRelocations) = try Self.relocations(of: module)
        } catch {
            throw ForeignProblem(
                ForeignCodes.unsupported, "was compiled in a way that cannot be linked", notes: ["\(error)"],
                help: ["compile it with `clang --target=wasm32 -c`, without `-fPIC`"])
        }
        if let linking {
            try Self.check(linking, module, codeRelocations + dataRelocations)
            (functions, names) = Self.symbols(linking)
            constructors = Self.constructors(linking, functions)
        } else {
            functions = Self.exports(module)
            names = Self.names(module)
            // `_initialize` calls the constructors itself.
            let initializer = functions["_initialize"] ?? functions["__wasm_call_ctors"]
            constructors = [module.start, initializer].compactMap { $0 }
        }
        try checkConstructors()
    }

    func type(of function: UInt32) -> FunctionType { module.types[Int(module.functionTypeIndices[Int(function)])] }

    private func checkConstructors() throws(ForeignProblem) {
        for constructor in constructors where type(of: constructor) != FunctionType() {
            throw ForeignProblem(
                ForeignCodes.unsupported, "cannot be initialized",
                notes: ["its initializer `\(names[constructor] ?? "")` has the type `\(type(of: constructor).text)` instead of `() -> ()`"])
        }
    }

    // MARK: Relocatable objects

    private static func relocations(of module: WasmModule) throws(WasmError) -> (code: [Relocation], data: [Relocation]) {
        var code: [Relocation] = []
        var data: [Relocation] = []
        for section in try RelocationSection.all(of: module) {
            switch module.sections[section.section].id {
            case .code: code += section.relocations.filter(\.kind.isAddress)
            case .data: data += section.relocations
            default: break
            }
        }
        return (code, data)
    }

    private static func check(_ linking: LinkingSection, _ module: WasmModule, _ relocations: [Relocation]) throws(ForeignProblem) {
        let broken = ForeignProblem(ForeignCodes.invalid, "is damaged", notes: ["its `\(LinkingSection.name)` section does not fit its content"])
        guard linking.segments.count == module.data.count else { throw broken }
        for symbol in linking.symbols {
            switch symbol.kind {
            case .function(let index): guard Int(index) < module.functionCount else { throw broken }
            case .data(let place?):
                guard Int(place.segment) < module.data.count, Int(place.offset) <= module.data[Int(place.segment)].range.count else { throw broken }
            default: break
            }
            if symbol.flags.contains(.threadLocal) {
                throw ForeignProblem(ForeignCodes.unsupported, "has thread-local variables", notes: ["`\(symbol.name)` is one"])
            }
        }
        for relocation in relocations where relocation.kind != .typeIndexLEB {
            guard Int(relocation.index) < linking.symbols.count else { throw broken }
        }
    }

    private static func symbols(_ linking: LinkingSection) -> ([String: UInt32], [UInt32: String]) {
        var functions: [String: UInt32] = [:]
        var names: [UInt32: String] = [:]
        for symbol in linking.symbols where !symbol.isUndefined {
            guard case .function(let index) = symbol.kind else { continue }
            if names[index] == nil { names[index] = symbol.name }
            if !symbol.flags.contains(.local), functions[symbol.name] == nil { functions[symbol.name] = index }
        }
        return (functions, names)
    }

    private static func constructors(_ linking: LinkingSection, _ functions: [String: UInt32]) -> [UInt32] {
        let ordered = linking.initFunctions.enumerated().sorted { ($0.1.priority, $0.0) < ($1.1.priority, $1.0) }
        var result: [UInt32] = []
        for (_, item) in ordered where Int(item.symbol) < linking.symbols.count {
            if case .function(let index) = linking.symbols[Int(item.symbol)].kind { result.append(index) }
        }
        if let initializer = functions["_initialize"] { result.append(initializer) }
        return result
    }

    // MARK: Linked modules

    private static func exports(_ module: WasmModule) -> [String: UInt32] {
        var result: [String: UInt32] = [:]
        for export in module.exports where export.kind == .function { result[export.name] = export.index }
        return result
    }

    private static func names(_ module: WasmModule) -> [UInt32: String] {
        var result: [UInt32: String] = [:]
        for entry in NameSection(of: module).functions { result[entry.index] = entry.name }
        for export in module.exports where export.kind == .function { result[export.index] = result[export.index] ?? export.name }
        return result
    }
}

extension Relocation.Kind {
    /// The place is an address in memory or a place in the table, not an index.
    var isAddress: Bool {
        switch self {
        case .memoryAddressLEB, .memoryAddressSLEB, .memoryAddressI32, .tableIndexSLEB, .tableIndexI32: true
        default: false
        }
    }
}

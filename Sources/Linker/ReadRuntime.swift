import Diagnostics
import WasmFormat

/// Step 1, for the runtime library: reads the relocatable object and sorts its relocations to functions and segments.
enum ReadRuntime {
    /// The runtime, or `nil` after an error.
    static func read(_ library: RuntimeLibrary, _ sink: inout DiagnosticSink) -> RuntimeFile? {
        do throws(WasmError) {
            return try library.file.get()
        } catch {
            sink.report(LinkerCodes.brokenRuntime, "the runtime library cannot be read", notes: ["\(error)"])
            return nil
        }
    }

    static func read(_ bytes: [UInt8]) throws(WasmError) -> RuntimeFile {
        let module = try WasmModule(reading: bytes)
        guard let range = module.customSection(named: LinkingSection.name) else {
            throw WasmError(offset: bytes.count, "section `\(LinkingSection.name)` is missing")
        }
        let linking = try LinkingSection(bytes, range)
        guard linking.segments.count == module.data.count else { throw WasmError(offset: range.lowerBound, "segments without description") }
        for segment in module.data where segment.mode == .passive {
            throw WasmError(offset: segment.range.lowerBound, "passive data segments are not supported")
        }
        try check(linking.symbols, module, range.lowerBound)
        var code: [Relocation] = []
        var data: [Relocation] = []
        for section in try RelocationSection.all(of: module) {
            for relocation in section.relocations { try check(relocation, linking, module, range.lowerBound) }
            switch module.sections[section.section].id {
            case .code: code += section.relocations
            case .data: data += section.relocations
            default: break
            }
        }
        return try RuntimeFile(module, linking, codeRelocations: code, dataRelocations: data)
    }

    private static func check(_ symbols: [LinkingSection.Symbol], _ module: WasmModule, _ offset: Int) throws(WasmError) {
        for symbol in symbols {
            let isValid: Bool
            switch symbol.kind {
            case .function(let index): isValid = Int(index) < module.functionCount
            case .global(let index): isValid = Int(index) < module.globalCount
            case .table(let index): isValid = Int(index) < module.tableCount
            case .section(let index): isValid = Int(index) < module.sections.count
            case .data(nil): isValid = true
            case .data(let place?):
                isValid = Int(place.segment) < module.data.count && Int(place.offset) <= module.data[Int(place.segment)].range.count
            }
            guard isValid else { throw WasmError(offset: offset, "symbol `\(symbol.name)` refers to nothing") }
        }
    }

    private static func check(
        _ relocation: Relocation, _ linking: LinkingSection, _ module: WasmModule, _ offset: Int
    ) throws(WasmError) {
        let isValid: Bool
        switch relocation.kind {
        case .typeIndexLEB: isValid = Int(relocation.index) < module.types.count
        default: isValid = Int(relocation.index) < linking.symbols.count
        }
        guard isValid else { throw WasmError(offset: offset, "a relocation refers to nothing") }
    }
}

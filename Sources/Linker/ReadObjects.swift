import Basics
import Diagnostics
import ModuleSystem
import RuntimeABI
import WasmFormat

/// Step 1: splits the objects into their parts, without copying code or data.
enum ReadObjects {
    static let interfaceSection = "langc.interface"
    static let linkSection = "langc.link"

    /// The readable objects, sorted by module id, each module once.
    static func read(_ inputs: [(name: String, bytes: [UInt8])], _ sink: inout DiagnosticSink) -> [ObjectFile] {
        var objects: [ObjectFile] = []
        objects.reserveCapacity(inputs.count)
        for input in inputs {
            do throws(Problem) {
                objects.append(try read(input.name, input.bytes))
            } catch {
                sink.report(error.code, "`\(input.name)` \(error.message)", notes: error.notes, help: error.help)
            }
        }
        // Names break ties, so that the report does not depend on the order of the inputs.
        objects.sort { ($0.id, $0.name) < ($1.id, $1.name) }
        var unique: [ObjectFile] = []
        for object in objects {
            if let last = unique.last, last.id == object.id {
                let isSame = last.interfaceHash == object.interfaceHash
                sink.report(
                    LinkerCodes.duplicateModule, "two objects define the module `\(object.id)`: `\(last.name)` and `\(object.name)`",
                    notes: [isSame ? "their interfaces are equal" : "their interfaces differ"], help: ["remove one of them"])
            } else {
                unique.append(object)
            }
        }
        return unique
    }

    /// Checks the code of objects, as an engine would.
    static func validate(_ objects: [ObjectFile], _ sink: inout DiagnosticSink) {
        for object in objects {
            do throws(WasmError) {
                try object.module.validate()
            } catch {
                sink.report(
                    LinkerCodes.brokenCode, "`\(object.name)` is not valid WebAssembly", notes: ["\(error)"], help: ["compile `\(object.id)` again"])
            }
        }
    }

    private struct Problem: Error {
        var code: DiagnosticCode
        /// A predicate whose subject is the file.
        var message: String
        var notes: [String] = []
        var help: [String] = []
    }

    private static func checkOrigin(_ section: ArraySlice<UInt8>) throws(Problem) {
        guard let (format, compiler) = LinkSection.origin(of: section), format != LinkSection.currentFormat else { return }
        throw Problem(
            code: LinkerCodes.otherFormat, message: "is an object of another format",
            notes: ["its format is \(format), and this version of langc reads \(LinkSection.currentFormat); it was compiled by langc \(compiler)"],
            help: ["compile its module again"])
    }

    private static func read(_ name: String, _ bytes: [UInt8]) throws(Problem) -> ObjectFile {
        let module: WasmModule
        do { module = try WasmModule(reading: bytes) } catch {
            throw Problem(code: LinkerCodes.malformed, message: "is not a well-formed wasm module", notes: ["\(error)"])
        }
        guard let interfaceRange = module.customSection(named: interfaceSection), let linkRange = module.customSection(named: linkSection) else {
            throw Problem(
                code: LinkerCodes.notAnObject, message: "is not an object of langc",
                notes: ["the wasm module has no `\(interfaceSection)` and `\(linkSection)` sections"])
        }
        try checkOrigin(bytes[linkRange])
        let interface: ModuleInterface
        let link: LinkSection
        do throws(SectionError) {
            link = try LinkSection(decoding: bytes[linkRange])
            interface = try ModuleInterface(decoding: bytes[interfaceRange])
        } catch {
            throw Problem(
                code: LinkerCodes.notAnObject, message: "cannot be linked by this version of langc", notes: ["\(error)", "compile the module again"])
        }
        guard link.abi == RuntimeABIVersion.current else {
            throw Problem(
                code: LinkerCodes.otherABI, message: "follows another ABI than the runtime library",
                notes: ["its ABI has the number \(link.abi), that of the runtime library \(RuntimeABIVersion.current); it was compiled by langc \(link.compiler)"],
                help: ["compile `\(interface.module)` again"])
        }
        guard module.start == nil else { throw unusual("has a start function") }
        guard module.tables.isEmpty, module.memories.isEmpty else { throw unusual("defines a table or a memory of its own") }
        return ObjectFile(
            name: name, module: module, interface: interface, link: link, interfaceHash: interface.interfaceHash,
            functionTypes: module.functionTypeIndices, globalTypes: module.globalTypes,
            functionImports: module.imports.indices.filter { module.imports[$0].kind.external == .function },
            globalImports: module.imports.indices.filter { module.imports[$0].kind.external == .global },
            exports: Dictionary(module.exports.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first }),
            origins: origins(interface), places: places(link), data: try data(of: module, link), elements: try elements(of: module))
    }

    private static func origins(_ interface: ModuleInterface) -> [String: ExportOrigin] {
        var result: [String: ExportOrigin] = [:]
        for export in interface.exports where export.kind.isLinked { result[export.name] = export.origin }
        return result
    }

    private static func places(_ link: LinkSection) -> [ExportOrigin: ObjectFile.Place] {
        var result: [ExportOrigin: ObjectFile.Place] = [:]
        for item in link.imports where result[ExportOrigin(module: item.module, name: item.name)] == nil {
            result[ExportOrigin(module: item.module, name: item.name)] = ObjectFile.Place(span: item.span, position: item.position)
        }
        for dependency in link.dependencies where dependency.span != .none {
            result[ExportOrigin(module: dependency.module, name: "")] = ObjectFile.Place(span: dependency.span, position: dependency.position)
        }
        return result
    }

    private static func unusual(_ what: String) -> Problem {
        Problem(code: LinkerCodes.notAnObject, message: "is not an object of langc", notes: ["it \(what)"])
    }

    /// The one data segment, which starts at the module's memory base.
    private static func data(of module: WasmModule, _ link: LinkSection) throws(Problem) -> Range<Int> {
        var end: UInt32 = 0
        for item in link.data {
            guard item.offset >= end else { throw unusual("has data items that overlap") }
            end = item.offset + item.size
        }
        guard let segment = module.data.first else { return 0..<0 }
        guard module.data.count == 1, isBase(segment.mode, ReservedNames.baseMemory, module) else {
            throw unusual("has a data segment that does not start at its memory base")
        }
        guard segment.range.count <= end else { throw unusual("has static data that no data item covers") }
        return segment.range
    }

    /// The one element segment, which starts at the module's table base.
    private static func elements(of module: WasmModule) throws(Problem) -> [UInt32] {
        guard let segment = module.elements.first else { return [] }
        guard module.elements.count == 1, isBase(segment.mode, ReservedNames.baseTable, module) else {
            throw unusual("has an element segment that does not start at its table base")
        }
        var functions: [UInt32] = []
        functions.reserveCapacity(segment.items.count)
        for item in segment.items {
            guard case .function(let index) = item else { throw unusual("has a table element that is no function") }
            functions.append(index)
        }
        return functions
    }

    private static func isBase(_ mode: SegmentMode, _ name: String, _ module: WasmModule) -> Bool {
        guard case .active(0, .global(let index)) = mode else { return false }
        var position: UInt32 = 0
        for item in module.imports {
            guard case .global = item.kind else { continue }
            if position == index { return item.module == ReservedNames.baseModule && item.name == name }
            position += 1
        }
        return false
    }
}

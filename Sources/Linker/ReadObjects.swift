import Basics
import Diagnostics
import ModuleSystem
import RuntimeABI
import WasmFormat

/// Step 1: splits the objects into their parts, without copying code or data.
enum ReadObjects {
    static let interfaceSection = "langc.interface"
    static let linkSection = "langc.link"

    /// The objects that could be read, sorted by module id, each module once.
    static func collect(_ objects: LinkObjects, _ sink: inout DiagnosticSink) -> [ObjectFile] {
        var files: [ObjectFile] = []
        files.reserveCapacity(objects.items.count)
        for item in objects.items {
            switch item.outcome {
            case .success(let file): files.append(file)
            case .failure(let problem): sink.report(problem.code, "`\(item.name)` \(problem.message)", notes: problem.notes, help: problem.help)
            }
        }
        // Names break ties, so that the report does not depend on the order of the inputs.
        files.sort { ($0.id, $0.name) < ($1.id, $1.name) }
        var unique: [ObjectFile] = []
        unique.reserveCapacity(files.count)
        for object in files {
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

    /// Why an object cannot be linked.
    struct Problem: Error {
        var code: DiagnosticCode
        /// A predicate whose subject is the file.
        var message: String
        var notes: [String] = []
        var help: [String] = []
    }

    /// Reads one object.
    static func read(_ name: String, _ bytes: [UInt8], validate: Bool) -> LinkObjects.Item {
        var summary: LinkObjects.Summary?
        do throws(Problem) {
            let module = try module(bytes)
            let (interface, hash, link) = try sections(of: module)
            summary = LinkObjects.Summary(module: interface.module, dependencies: link.dependencies.map(\.module))
            let file = try read(name, module, interface, hash, link, ScanCode.scan(module, validate: validate))
            return LinkObjects.Item(name: name, summary: summary, outcome: .success(file), content: [])
        } catch {
            return LinkObjects.Item(name: name, summary: summary, outcome: .failure(error), content: bytes)
        }
    }

    private static func module(_ bytes: [UInt8]) throws(Problem) -> WasmModule {
        do throws(WasmError) {
            return try WasmModule(reading: bytes)
        } catch {
            throw Problem(code: LinkerCodes.malformed, message: "is not a well-formed wasm module", notes: ["\(error)"])
        }
    }

    private static func checkOrigin(_ section: ArraySlice<UInt8>) throws(Problem) {
        guard let (format, compiler) = LinkSection.origin(of: section), format != LinkSection.currentFormat else { return }
        throw Problem(
            code: LinkerCodes.otherFormat, message: "is an object of another format",
            notes: ["its format is \(format), and this version of langc reads \(LinkSection.currentFormat); it was compiled by langc \(compiler)"],
            help: ["compile its module again"])
    }

    private static func sections(of module: WasmModule) throws(Problem) -> (ModuleInterface, hash: String, LinkSection) {
        guard let interfaceRange = module.customSection(named: interfaceSection), let linkRange = module.customSection(named: linkSection) else {
            throw Problem(
                code: LinkerCodes.notAnObject, message: "is not an object of langc",
                notes: ["the wasm module has no `\(interfaceSection)` and `\(linkSection)` sections"])
        }
        try checkOrigin(module.bytes[linkRange])
        do throws(SectionError) {
            let link = try LinkSection(decoding: module.bytes[linkRange])
            let (interface, hash) = try ModuleInterface.decode(module.bytes[interfaceRange])
            return (interface, hash, link)
        } catch {
            throw Problem(
                code: LinkerCodes.notAnObject, message: "cannot be linked by this version of langc", notes: ["\(error)", "compile the module again"])
        }
    }

    private static func read(
        _ name: String, _ module: WasmModule, _ interface: ModuleInterface, _ hash: String, _ link: LinkSection, _ scan: ScanCode.Scan
    ) throws(Problem) -> ObjectFile {
        guard link.abi == RuntimeABIVersion.current else {
            throw Problem(
                code: LinkerCodes.otherABI, message: "follows another ABI than the runtime library",
                notes: ["its ABI has the number \(link.abi), that of the runtime library \(RuntimeABIVersion.current); it was compiled by langc \(link.compiler)"],
                help: ["compile `\(interface.module)` again"])
        }
        guard module.start == nil else { throw unusual("has a start function") }
        guard module.tables.isEmpty, module.memories.isEmpty else { throw unusual("defines a table or a memory of its own") }
        return ObjectFile(
            name: name, module: module, interface: interface, interfaceHash: hash, link: link, origins: origins(interface),
            data: try data(of: module, link), elements: try elements(of: module), scan: scan)
    }

    private static func origins(_ interface: ModuleInterface) -> [String: ExportOrigin] {
        var result: [String: ExportOrigin] = [:]
        for export in interface.exports where export.kind.isLinked {
            if let origin = export.origin { result[export.name] = origin }
        }
        return result
    }

    private static func unusual(_ what: String) -> Problem {
        Problem(code: LinkerCodes.notAnObject, message: "is not an object of langc", notes: ["it \(what)"])
    }

    /// The one data segment, which starts at the module's memory base.
    private static func data(of module: WasmModule, _ link: LinkSection) throws(Problem) -> Range<Int> {
        var end: UInt32 = 0
        for item in link.data.heads {
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

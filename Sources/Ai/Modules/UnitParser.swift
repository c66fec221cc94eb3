import Basics
import Core
import Diagnostics
import ModuleSystem

/// What parsing one file gives.
struct UnitParseResult: Sendable {
    /// With the files that it includes.
    var file: SourceFile
    var unit: Unit
    /// Modules that others can reach through this one, by the names that lead there.
    var nestedModules: [Definition]
    var includedFiles: [SourceFile]
    var diagnostics: [Diagnostic]
}

/// Takes a file apart into modules (section 11.1 of the language): everything about it that needs no expansion of macros.
struct UnitParser {
    /// An import or re-export whose source is yet to be resolved, in the order of the text.
    struct PendingSource {
        let module: Int
        let isReexport: Bool
        /// The position in the module's imports or re-exports.
        let index: Int
        /// The text of a path, or the name of a symbol.
        let source: DatumID
    }

    /// With the files that it includes, as far as they have been read.
    var file: SourceFile
    let include: SourceInclusion
    var data: DatumTree
    var modules: [UnitModule] = []
    /// For every module those nested in it, by name.
    var children: [[String: Int]] = []
    var pending: [PendingSource] = []
    /// For every module its imports without their places, and where they stand.
    var written: [Int: [ImportForm: SourceSpan]] = [:]
    var includes: [String: [DatumID]] = [:]
    var includedFiles: [SourceFile] = []
    var diagnostics: [Diagnostic]
    /// Modules whose forms are still to be read, the innermost last.
    var open: [(module: Int, forms: [DatumID], next: Int)] = []

    /// - Parameter include: reads files that the file includes.
    static func parse(_ file: SourceFile, include: SourceInclusion) -> UnitParseResult {
        withoutActuallyEscaping(include) { include in
            var parser = UnitParser(file, include)
            parser.parseUnit()
            let imports = parser.resolveSources()
            var unit = Unit(data: parser.data, modules: parser.modules)
            unit.includes = parser.includes
            unit.declarations = imports
            return UnitParseResult(
                file: parser.file, unit: unit, nestedModules: parser.reachableModules(), includedFiles: parser.includedFiles,
                diagnostics: parser.diagnostics.map { $0.located(in: parser.file) })
        }
    }

    private init(_ file: SourceFile, _ include: @escaping SourceInclusion) {
        self.file = file
        self.include = include
        (data, diagnostics) = Reader.read(file)
    }

    private mutating func parseUnit() {
        let own = data.data.count
        let forms = splice(data.forms)
        readInnerIncludes(upTo: own)
        let name = PlacedName(fileName, span: .none)
        let inner = forms.filter { data.form($0)?.name == "module" }
        let others = forms.filter { data.form($0)?.name != "module" && data.form($0)?.name != "import" }
        if inner.count == 1, others.isEmpty, let position = forms.firstIndex(of: inner[0]) {
            let parts = moduleParts(inner[0], isFile: true)
            add(UnitModule(name: parts?.name.name ?? name.name, nameSpan: parts?.name.span ?? .none, isScript: false))
            if let parts { checkFileName(parts.name) }
            readExports(parts?.exports ?? [], of: 0)
            open.append((0, Array(forms[..<position]) + splice(parts?.body ?? []) + Array(forms[(position + 1)...]), 0))
        } else {
            add(UnitModule(name: name.name, nameSpan: name.span, isScript: true))
            open.append((0, forms, 0))
        }
        while let last = open.indices.last {
            guard open[last].next < open[last].forms.count else {
                open.removeLast()
                continue
            }
            let form = open[last].forms[open[last].next]
            open[last].next += 1
            read(form, in: open[last].module)
        }
    }

    private mutating func add(_ module: UnitModule) {
        modules.append(module)
        children.append([:])
    }

    /// A form at the top level of a module.
    private mutating func read(_ form: DatumID, in module: Int) {
        switch data.form(form)?.name {
        case "module": readNested(form, in: module)
        case "import": readImport(form, in: module)
        case "export": readExport(form, in: module)
        default: modules[module].body.append(.form(form))
        }
    }

    private mutating func readNested(_ form: DatumID, in parent: Int) {
        guard let parts = moduleParts(form, isFile: false) else { return }
        if let first = children[parent][parts.name.name] {
            return report(
                "AI0204", "module '\(parts.name.name)' is already defined at \(file.place(of: modules[first].nameSpan))", parts.name.span,
                secondary: (modules[first].nameSpan, "first defined here"), help: ["give one of them another name"])
        }
        let index = modules.count
        add(UnitModule(name: parts.name.name, nameSpan: parts.name.span, parent: parent, isScript: false))
        children[parent][parts.name.name] = index
        modules[parent].body.append(.module(index))
        readExports(parts.exports, of: index)
        open.append((index, splice(parts.body), 0))
    }

    // MARK: Names

    /// The name that a script has: `util` for `lib/util.ai`, `p` for `p/module.ai`.
    private var fileName: String {
        let stem = Path.stem(file.path)
        let directory = Path.lastComponent(Path.parent(file.path))
        return stem == "module" && !["", ".", "..", "/"].contains(directory) ? directory : stem
    }

    private mutating func checkFileName(_ name: PlacedName) {
        let last = name.name.split(separator: ".").last.map(String.init) ?? name.name
        guard last.replacing("_", with: "-") != fileName.replacing("_", with: "-") else { return }
        report(
            "AI0203", "module '\(name.name)' is in file '\(Path.lastComponent(file.path))'", name.span, severity: .warning,
            help: ["imports find the module by the name of its file; rename one of them"])
    }

    // MARK: Diagnostics

    mutating func report(
        _ code: String, _ message: String, _ span: SourceSpan, severity: Severity = .error, label: String = "",
        secondary: (span: SourceSpan, text: String)? = nil, notes: [String] = [], help: [String] = []
    ) {
        diagnostics.append(Diagnostic(
            code: code, severity: severity, message: message, primary: DiagnosticLabel(path: file.path, span: span, text: label),
            secondary: secondary.map { [DiagnosticLabel(path: file.path, span: $0.span, text: $0.text)] } ?? [], notes: notes, help: help))
    }
}

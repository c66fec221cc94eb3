import Basics
import Core
import Diagnostics
import Foundation
import ModuleSystem
import Testing

@testable import Atlas

/// Programs held in memory, taken from source to Core without any driver.
struct LoweredProgram {
    /// By path.
    var modules: [String: Module] = [:]
    var typed: [String: TypedModule] = [:]
    /// `code line:column message` of everything that is no warning.
    var errors: [String] = []

    init(_ source: String) { self.init(["main.atl": source]) }

    init(_ files: [String: String]) {
        var interfaces: [ModuleID: ModuleInterface] = [:]
        load("main.atl", files, &interfaces)
    }

    private mutating func load(_ path: String, _ files: [String: String], _ interfaces: inout [ModuleID: ModuleInterface]) {
        guard interfaces[ModuleID(path)] == nil, let text = files[path] else { return }
        let module = ModuleID(path)
        let parsed = AtlasFrontEnd().parse(SourceFile(path: path, text: text), module: module)
        report(parsed.diagnostics, parsed.file)
        var context = ModuleContext(module: module)
        for declaration in parsed.summary.imports {
            let file = String(declaration.specifier.dropFirst(2)) + ".atl"
            load(file, files, &interfaces)
            context.resolved[declaration.specifier] = ModuleID(file)
            context.interfaces[ModuleID(file)] = interfaces[ModuleID(file)]
        }
        lower(parsed, context, &interfaces)
    }

    /// A module of the standard library.
    init(standard name: String) throws {
        let path = "std:atlas/" + name
        let url = Self.root.appendingPathComponent("runtime-wasm/std/atlas/\(name).atl")
        let text = try String(contentsOf: url, encoding: .utf8)
        let module = ModuleID(path)
        let parsed = AtlasFrontEnd().parse(SourceFile(path: path, text: text), module: module)
        report(parsed.diagnostics, parsed.file)
        var interfaces: [ModuleID: ModuleInterface] = [:]
        lower(parsed, ModuleContext(module: module), &interfaces)
    }

    private mutating func lower(
        _ parsed: ParsedModule<SyntaxTree>, _ context: ModuleContext, _ interfaces: inout [ModuleID: ModuleInterface]
    ) {
        guard errors.isEmpty else { return }
        let checked = AtlasFrontEnd().check(parsed, in: context)
        report(checked.diagnostics, parsed.file)
        guard errors.isEmpty else { return }
        interfaces[context.module] = checked.interface
        typed[context.module.text] = checked.checked
        modules[context.module.text] = Lowering.lower(checked, in: context)
    }

    private mutating func report(_ diagnostics: [Diagnostic], _ file: SourceFile) {
        for diagnostic in diagnostics where diagnostic.severity == .error {
            let position = file.position(of: Int(diagnostic.primary?.span.start ?? 0))
            errors.append("\(file.path) \(diagnostic.code) \(position.line):\(position.column) \(diagnostic.message)")
        }
    }

    /// The entry's Core as text.
    var text: String { modules["main.atl"].map { Printer.print($0) } ?? "" }

    /// What the verifier has to say about all modules.
    var problems: [String] {
        errors + modules.keys.sorted().flatMap { path in modules[path].map { Verifier.verify($0) } ?? [] }
    }

    /// The root of the package.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}

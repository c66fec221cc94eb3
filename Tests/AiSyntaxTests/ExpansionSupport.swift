import Basics
import Core
import Diagnostics
import ModuleSystem

@testable import Ai

/// A script without modules and imports, expanded.
func expandScript(_ text: String) -> Expansion {
    runOnLargeStack(bytes: 1 << 30) {
        let file = SourceFile(path: "test.ai", text: text)
        let (tree, _) = Reader.read(file)
        var module = UnitModule(name: "test", nameSpan: .none, isScript: true)
        module.body = tree.forms.map { .form($0) }
        return Expander.expand(Unit(data: tree, modules: [module]), file: file, in: ModuleContext(module: ModuleID("test.ai")))
    }
}

/// What a script becomes, or what is wrong with it.
func expanded(_ text: String) -> String {
    let result = expandScript(text)
    guard result.diagnostics.isEmpty else { return problems(result, text).joined(separator: "\n") }
    return ExpandedPrinter.print(result.module)
}

func problems(_ result: Expansion, _ text: String) -> [String] {
    let file = SourceFile(path: "test.ai", text: text)
    return result.diagnostics.map { diagnostic in
        let place = file.position(of: Int(diagnostic.primary?.span.start ?? 0))
        return "\(place.line):\(place.column) \(diagnostic.code) \(diagnostic.message)" + diagnostic.help.map { " | " + $0 }.joined()
    }
}

/// Files expanded one after the other, each with the interfaces of those before it: what they become, and what is wrong with them.
struct ExpandedProgram {
    var expansions: [String: Expansion] = [:]
    var problems: [String] = []

    init(_ files: KeyValuePairs<String, String>, cycle: Bool = false) {
        var interfaces: [ModuleID: ModuleInterface] = [:]
        var hashes: [ModuleID: String] = [:]
        let known = files.map(\.key)
        let rounds = cycle ? 3 : 1
        for round in 1...rounds {
            hashes = [:]
            for (path, text) in files {
                let file = SourceFile(path: path, text: text)
                let parsed = UnitParser.parse(file) { _ in nil }
                let module = ModuleID(path)
                var context = ModuleContext(module: module, interfaces: interfaces, interfaceHashes: hashes)
                for declaration in parsed.unit.declarations {
                    let stem = declaration.specifier.split(separator: "/").last.map(String.init) ?? ""
                    let target = known.first { $0 == stem + ".ai" || $0 == stem }
                    context.resolved[declaration.specifier] = target.map { ModuleID($0) }
                }
                if cycle { context.cycle = known.filter { $0 != path }.map { ModuleID($0) } }
                context.reachable = Set(known.map { String($0.prefix { $0 != "." }) })
                let unit = parsed.unit
                let located = context
                let expansion = runOnLargeStack(bytes: 1 << 28) { Expander.expand(unit, file: file, in: located) }
                interfaces[module] = expansion.interface
                hashes[module] = expansion.interface.interfaceHash
                guard round == rounds else { continue }
                expansions[path] = expansion
                problems += parsed.diagnostics.map { "\(path) \($0.code) \($0.message)" }
                problems += AiSyntaxTests.problems(expansion, text).map { path + ":" + $0 }
            }
        }
    }

    /// What the last file becomes, or what is wrong anywhere.
    func text(_ path: String) -> String {
        guard problems.isEmpty else { return problems.joined(separator: "\n") }
        return expansions[path].map { ExpandedPrinter.print($0.module) } ?? ""
    }

    /// The exports of a file.
    func exports(_ path: String) -> [String] {
        (expansions[path]?.interface.exports ?? []).map { export in
            let kind = switch export.kind {
            case .function(let signature): "procedure \(signature.parameters.count)"
            case .variable(_, let isMutable): isMutable ? "mutable" : "variable"
            case .module: "module"
            case .syntax: "macro"
            case .type: "type"
            }
            return export.name + (export.isHidden ? " hidden " : " ") + kind + (export.origin.map { " of \($0.module)#\($0.name)" } ?? "")
        }
    }
}

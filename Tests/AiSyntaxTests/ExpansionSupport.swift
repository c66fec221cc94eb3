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

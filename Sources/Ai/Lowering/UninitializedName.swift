import Basics
import ModuleSystem

/// What AI0901 says of a variable.
struct UninitializedName {
    var name: String
    var module: String
    /// The way along imports from the module that reads it to its home and back, `a -> b -> a`; empty outside of import cycles.
    var cycle: String

    /// The name of a variable as its module calls it, and the nested module that it belongs to: what is unique of compiled code is not shown.
    static func parts(of name: String) -> (name: String, nested: String?) {
        let plain = name.firstIndex(of: "%").flatMap { $0 == name.startIndex ? nil : String(name[..<$0]) } ?? name
        guard let dot = plain.lastIndex(of: "."), dot != plain.startIndex, plain.index(after: dot) != plain.endIndex else { return (plain, nil) }
        let path = plain[..<dot]
        return (String(plain[plain.index(after: dot)...]), path.lastIndex(of: ".").map { String(path[path.index(after: $0)...]) } ?? String(path))
    }
}

extension ModuleLowering {
    func uninitialized(_ imported: ImportedName) -> UninitializedName {
        let (name, nested) = UninitializedName.parts(of: imported.name)
        return UninitializedName(name: name, module: nested ?? moduleName(imported.module), cycle: cycle(through: imported.module))
    }

    private func cycle(through home: ModuleID) -> String {
        if let known = cycleTexts[home] { return known }
        let path = way(from: context.module, to: home) + way(from: home, to: context.module).dropFirst()
        let text = path.count > 2 ? path.map { fileName($0) }.joined(separator: " -> ") : ""
        cycleTexts[home] = text
        return text
    }

    /// A shortest way along imports within the cycle; empty if there is none.
    private func way(from start: ModuleID, to end: ModuleID) -> [ModuleID] {
        var origins: [ModuleID: ModuleID] = [start: start]
        var queue = [start]
        var next = 0
        while next < queue.count {
            let module = queue[next]
            next += 1
            if module == end { break }
            for imported in context.cycleImports[module] ?? [] where origins[imported] == nil {
                origins[imported] = module
                queue.append(imported)
            }
        }
        guard origins[end] != nil else { return [] }
        var path = [end]
        while let last = path.last, last != start, let origin = origins[last] { path.append(origin) }
        return path.reversed()
    }
}

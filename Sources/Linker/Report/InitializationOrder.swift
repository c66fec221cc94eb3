import Diagnostics
import ModuleSystem

/// A module in the order of initialization, and who asks for it to be initialized first.
public struct InitializationStep: Hashable, Sendable {
    /// One import of the module.
    public struct Importer: Hashable, Sendable {
        public var module: String
        /// The importer's source, relative to the project root.
        public var path: String
        /// The import declaration; empty when the compiler itself wants the module.
        public var span: SourceSpan
        /// Line and column of `span`, which objects know without their source; `nil` when the compiler itself wants the module.
        public var position: SourcePosition?
        /// The module as the source spells it.
        public var specifier: String
        /// The importer is initialized before, since the two are in a cycle.
        public var isEarlier: Bool
    }

    public var module: String
    /// Its initializer is called; others have nothing to do, or nothing that anything in the program would see.
    public var isCalled: Bool
    /// In order of their own initialization.
    public var importers: [Importer]
}

extension InitializationStep {
    /// All modules of the program in order, the entry last.
    static func steps(_ program: Program, _ live: LiveSet) -> [InitializationStep] {
        let fileOf = Dictionary(uniqueKeysWithValues: program.files.enumerated().map { ($1.id, $0) })
        let called = Set(live.initializers)
        var steps = program.files.indices.map { index in
            let isCalled = program.bindings[index].initializer.map(called.contains) ?? false
            return InitializationStep(module: program.files[index].id.text, isCalled: isCalled, importers: [])
        }
        for (index, file) in program.files.enumerated() {
            for dependency in file.link.dependencies {
                guard let target = fileOf[dependency.module] else { continue }
                steps[target].importers.append(
                    Importer(
                        module: file.id.text, path: file.path, span: dependency.span, position: dependency.position,
                        specifier: dependency.specifier, isEarlier: index < target))
            }
        }
        return steps
    }

    /// The module and, indented, the reasons for its place.
    ///
    /// - Parameters:
    ///   - isEntry: the program starts here.
    ///   - position: where a span of a source begins, if the source is at hand.
    func text(isEntry: Bool, position: (_ path: String, _ span: SourceSpan) -> SourcePosition?) -> String {
        var text = module + (isCalled ? "\n" : "  (nothing to run)\n")
        if isEntry { text += "  the entry\n" }
        for importer in importers {
            let isImplicit = importer.span == .none
            let place = isImplicit ? nil : position(importer.path, importer.span) ?? importer.position
            let source = importer.path + (place.map { ":\($0.line):\($0.column)" } ?? "")
            text += isImplicit ? "  needed by \(source)" : "  imported by \(source) as \"\(importer.specifier)\""
            text += importer.isEarlier ? ", which is in a cycle with it and comes earlier\n" : "\n"
        }
        return text
    }
}

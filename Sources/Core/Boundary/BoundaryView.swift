import Basics
import Diagnostics
import ModuleSystem

/// A module as a language sees it that keeps values in another form.
public struct BoundaryView: Sendable {
    public var interface: ModuleInterface
    /// What the exports are called in their own language, by the names they have here.
    public var names: [String: String] = [:]
    /// Exports that the language has no means to use, by their own names.
    public var unusable: Set<String> = []
    /// Exports that would have the same name.
    public var clashes: [Clash] = []

    public struct Clash: Hashable, Sendable {
        public var first: InterfaceExport
        public var second: InterfaceExport
        public var foreignName: String
    }

    /// - Parameter home: the modules that re-exports come from, as their own languages see them.
    public init(
        of interface: ModuleInterface, in exporter: BoundaryPolicy, for importer: BoundaryPolicy, home: (ModuleID) -> ForeignModule?
    ) {
        self.interface = interface
        self.interface.references = []
        self.interface.exports = []
        var seen: [String: InterfaceExport] = [:]
        for export in interface.exports where !export.isHidden {
            guard let name = importer.foreignName(export.name), let visible = Self.visible(export, of: interface, exporter, importer, home) else {
                unusable.insert(export.name)
                continue
            }
            if let other = seen[name] {
                clashes.append(Clash(first: other, second: export, foreignName: name))
                continue
            }
            seen[name] = export
            names[name] = export.name
            var result = visible
            result.name = name
            self.interface.exports.append(result)
        }
        self.interface.exports.sort { $0.name < $1.name }
    }

    /// An export with its type in the importer's terms; nil if it cannot be used.
    private static func visible(
        _ export: InterfaceExport, of interface: ModuleInterface, _ exporter: BoundaryPolicy, _ importer: BoundaryPolicy,
        _ home: (ModuleID) -> ForeignModule?
    ) -> InterfaceExport? {
        guard export.kind.isLinked else { return nil }
        let origin = export.origin ?? ExportOrigin(module: interface.module, name: export.name)
        var result = export
        result.origin = ExportOrigin(module: interface.module, name: export.name)
        var policy = exporter
        // What the exporter has from a module of another form is that module's matter.
        if origin.module != interface.module, let source = home(origin.module), source.policy.form != exporter.form,
            let own = source.interface.export(named: origin.name)
        {
            result = own
            result.origin = origin
            policy = source.policy
        }
        result.span = .none
        guard policy.form != importer.form else { return result }
        result.payload = []
        switch result.kind {
        case .function:
            guard case .function(let function) = result.type else { return nil }
            let parameters = function.parameters.map { parameter in
                InterfaceParameter(name: parameter.name, type: Boundary.type(parameter.type, in: policy, for: importer))
            }
            var described = InterfaceFunctionType(parameters: parameters, result: Boundary.type(function.result, in: policy, for: importer))
            if importer.form != .dynamic, policy.form != .dynamic { described.typeParameters = function.typeParameters }
            result.type = .function(described)
            result.kind = .function(MachineSignature(
                parameters: described.parameters.map { importer.storage($0.type).machine }, result: importer.representation(described.result).optionalMachine))
            result.parameterUsage = Array(repeating: .keep, count: parameters.count)
        case .variable(_, let isMutable):
            result.type = Boundary.type(result.type, in: policy, for: importer)
            result.kind = .variable(importer.storage(result.type).machine, isMutable: isMutable)
        case .type, .module, .syntax: return nil
        }
        return result
    }
}

/// Where languages meet that keep their values in different forms.
public enum Boundary {
    /// A type of an export as the importer sees it, unless it declares another one.
    static func type(_ type: InterfaceType, in exporter: BoundaryPolicy, for importer: BoundaryPolicy) -> InterfaceType {
        if case .applied("rest", let parts) = type { return importer.form == .dynamic ? .dynamic : .array(parts.first ?? .dynamic) }
        return importer.form == .dynamic || exporter.form == .dynamic ? .dynamic : type
    }

    /// AI0401 for an export that a language has no means to use.
    public static func unusable(_ name: String, of interface: ModuleInterface, in language: String) -> (code: String, message: String) {
        ("AI0401", "'\(name)' of module '\(interface.messageName)' cannot be used from \(language)")
    }

    /// A module that imports from modules of other forms.
    public struct Importer {
        /// For messages.
        public var module: String
        public var policy: BoundaryPolicy
        public var foreign: [ModuleID: ForeignModule]

        public init(module: String, policy: BoundaryPolicy, foreign: [ModuleID: ForeignModule]) {
            self.module = module
            self.policy = policy
            self.foreign = foreign
        }
    }

    /// AI0403 for an export that the importer gives a type that it certainly does not have; `found` is how its language writes it.
    public static func wrongKind(
        _ export: ExportOrigin, expected type: InterfaceType, found: String, _ importer: Importer
    ) -> (code: String, message: String) {
        let home = importer.foreign[export.module]
        let side = BoundarySide(
            importer.policy, module: importer.module, export: export.name, relation: "of", other: home?.interface.messageName ?? export.module.text,
            in: home?.policy.language ?? "")
        return ("AI0403", side.message(type, at: "value") + found)
    }

    /// AI0402 for two exports of a module that other languages cannot tell apart.
    public static func diagnostic(for clash: BoundaryView.Clash, of interface: ModuleInterface) -> Diagnostic {
        let (first, second) = clash.first.span.start <= clash.second.span.start ? (clash.first, clash.second) : (clash.second, clash.first)
        return Diagnostic(
            code: "AI0402", message: "exports '\(first.name)' and '\(second.name)' have the same foreign name '\(clash.foreignName)'",
            primary: DiagnosticLabel(path: interface.sourcePath, span: second.span),
            help: ["export one of them under another name: (\(second.name) as ...)"])
    }
}

extension ValueType {
    /// How interfaces name the type; variables without a value are held as `any`.
    var machine: MachineValueType { optionalMachine ?? .any }

    var optionalMachine: MachineValueType? {
        switch self {
        case .unit, .never: nil
        case .bool: .bool
        case .character, .i32: .character
        case .i64: .integer
        case .f64: .number
        case .reference(.option): .option
        case .reference: .reference
        case .any: .any
        }
    }
}

import Basics
import ModuleSystem

/// The table that answers what an exported name of a program denotes: for each module its public names, and where each thing lives.
public struct Registry: Sendable {
    /// One public name of one module.
    struct Row: Hashable, Sendable {
        let module: ModuleID
        let name: String
        /// The module that defines it, and its name there; the name is empty for a whole module.
        let home: ExportOrigin
        /// `function`, `variable`, `type`, `module`, `syntax`.
        let kind: String
        /// The parameters of a function that takes a fixed number.
        let arity: Int?
        let isMutable: Bool
    }

    let rows: [Row]

    /// - Parameter interfaces: those of the program's modules, in the order in which they are to be shown.
    public init(_ interfaces: [ModuleInterface]) {
        rows = interfaces.flatMap { interface in
            interface.exports.filter { !$0.isHidden }.map { Self.row($0, of: interface.module) }
        }
    }

    private static func row(_ export: InterfaceExport, of module: ModuleID) -> Row {
        let home = export.origin ?? ExportOrigin(module: module, name: export.name)
        switch export.kind {
        case .function(let signature):
            return Row(module: module, name: export.name, home: home, kind: "function", arity: signature.parameters.count, isMutable: false)
        case .variable(_, let isMutable):
            return Row(module: module, name: export.name, home: home, kind: "variable", arity: nil, isMutable: isMutable)
        case .type: return Row(module: module, name: export.name, home: home, kind: "type", arity: nil, isMutable: false)
        case .module: return Row(module: module, name: export.name, home: home, kind: "module", arity: nil, isMutable: false)
        case .syntax: return Row(module: module, name: export.name, home: home, kind: "syntax", arity: nil, isMutable: false)
        }
    }

    /// A line for each name, the columns aligned.
    public func text() -> String {
        var table = TextTable("Registry: module, public name, kind, home module, home name")
        for row in rows {
            let kind = row.kind + (row.arity.map { "/\($0)" } ?? "") + (row.isMutable ? ", mutable" : "")
            table.add(row.module.text, row.name, kind, row.home.module.text, row.home.name)
        }
        return String(table.text.dropFirst())
    }

    /// A JSON array of objects with `module`, `name`, `homeModule`, `homeName`, `kind`, `arity` (or null) and `mutable`.
    public func json() -> String {
        JSONText.array(rows.map { row in
            JSONText.object([
                "module": JSONText.quoted(row.module.text), "name": JSONText.quoted(row.name), "homeModule": JSONText.quoted(row.home.module.text),
                "homeName": JSONText.quoted(row.home.name), "kind": JSONText.quoted(row.kind), "arity": row.arity.map(String.init) ?? "null",
                "mutable": row.isMutable ? "true" : "false",
            ])
        })
    }
}

import Atlas

/// The library reference of the guide, made from the rows that the compiler itself works with.
enum LibraryReference {
    static let start = "<!-- library reference: generated from Sources/Atlas/Builtins; do not edit -->"
    static let end = "<!-- end of the library reference -->"

    /// Everything between the two marks, a line break at both ends.
    static var text: String {
        let groups = Builtins.groups.filter { !$0.rows.isEmpty }.map { title, rows in
            "### \(title)\n\n" + table(rows) + changes(rows)
        }
        return "\n" + (groups + [methods]).joined(separator: "\n") + "\n"
    }

    private static func table(_ rows: [Builtin]) -> String {
        var lines = ["| | |", "|---|---|"]
        var constants: [Builtin] = []
        for row in rows {
            if case .number = row.implementation { constants.append(row) } else { lines.append("| \(signature(row)) | \(summary(row)) |") }
        }
        if !constants.isEmpty {
            let names = constants.map { "`\($0.name)`" }.joined(separator: " ")
            lines.append("| \(names) | Constants of type `number`. |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// `name(parameter: type) -> type`; of dynamic functions only the names of the parameters are known. A dot marks the typed prelude.
    private static func signature(_ row: Builtin) -> String {
        guard case .function(let function) = row.type else { return "`\(row.name)`" }
        var parameters: [String] = []
        for (index, parameter) in function.parameters.enumerated() {
            let name = index < row.parameterNames.count ? row.parameterNames[index] : ""
            let type = parameter.type == .unknown ? "" : "\(parameter.type)"
            parameters.append([name, type].filter { !$0.isEmpty }.joined(separator: ": "))
        }
        if row.isVariadic { parameters.append("…") }
        let result = row.returned == .unknown ? "" : " -> \(row.returned)"
        return escaped("`\(row.name)(\(parameters.joined(separator: ", ")))\(result)`") + (row.isPrelude ? " •" : "")
    }

    private static func summary(_ row: Builtin) -> String {
        switch row.writeBack {
        case nil: escaped(row.summary)
        case .collection: escaped(row.summary) + " ◂"
        case .extraction: escaped(row.summary) + " ◂◂"
        }
    }

    /// A `|` would end the cell of a table.
    private static func escaped(_ text: String) -> String { text.replacing("|", with: "\\|") }

    /// What the marks of functions that change collections mean.
    private static func changes(_ rows: [Builtin]) -> String {
        let rules = Set(rows.compactMap(\.writeBack))
        var text = ""
        if rules.contains(.collection) {
            text += "\n◂ Changes the variable given as first argument, and returns the changed collection."
        }
        if rules.contains(.extraction) {
            text += "\n◂◂ Changes the variable given as first argument, and returns what it took out; of any other value it returns the array"
                + " `[taken, rest]`."
        }
        return text.isEmpty ? "" : text + "\n"
    }

    // MARK: Methods

    private static var methods: String {
        var lines = ["### Methods", "", "Arrays, here of type `T[]`, and `json` values have methods. They do what the function of the same purpose does.", ""]
        lines += ["| | function |", "|---|---|"]
        let element = Type.applied("T", [])
        for name in Builtins.arrayMethodNames { lines += row(name, .array(element)) }
        for name in Builtins.jsonMethodNames { lines += row(name, .json) }
        lines += [
            "", "◂ Changes the variable to which it is applied. `pop` and `shift` of anything but a variable return the array `[taken, rest]`.",
        ]
        return lines.joined(separator: "\n").replacing("T<>", with: "T") + "\n"
    }

    private static func row(_ name: String, _ receiver: Type) -> [String] {
        guard let method = Builtins.method(name, on: receiver, isVariable: true) else { return [] }
        let parameters = method.parameters.map(\.description).joined(separator: ", ")
        return ["| `\(receiver).\(name)(\(parameters)) -> \(method.result)`\(method.mutates ? " ◂" : "") | `\(method.function)` |"]
    }
}

/// Names of the runtime's functions for people.
enum RuntimeNames {
    /// `runtime.writeOutput` for the symbol of a Swift function `writeOutput` of the runtime, `runtime.print_line` for the symbol `print_line`.
    static func readable(_ symbol: String) -> String {
        "runtime." + (swiftName(symbol) ?? symbol)
    }

    /// The names in a symbol of the module `Runtime`, up to where its type begins: `$e7Runtime5StackV4pushyys…` is `Stack.push`.
    private static func swiftName(_ symbol: String) -> String? {
        let prefix = "$e7Runtime"
        guard symbol.hasPrefix(prefix) else { return nil }
        var rest = symbol.utf8.dropFirst(prefix.utf8.count)
        var names: [String] = []
        while let name = identifier(&rest) {
            names.append(name)
            // What follows the name of a type; another name may follow it.
            guard let kind = rest.first, "VOC".utf8.contains(kind) else { break }
            rest = rest.dropFirst()
        }
        return names.isEmpty ? nil : names.joined(separator: ".")
    }

    /// A decimal length and as many bytes.
    private static func identifier(_ rest: inout Substring.UTF8View) -> String? {
        var length = 0
        var text = rest
        while let digit = text.first, (48...57).contains(digit), length < 1000 {
            length = length * 10 + Int(digit - 48)
            text = text.dropFirst()
        }
        guard length > 0, length <= text.count else { return nil }
        rest = text.dropFirst(length)
        return String(text.prefix(length))
    }
}

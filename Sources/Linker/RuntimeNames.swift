/// Names of the runtime's functions for people.
enum RuntimeNames {
    /// `runtime.writeOutput` for the symbol of a Swift function `writeOutput` of the runtime, `runtime.print_line` for the symbol `print_line`.
    static func readable(_ symbol: String) -> String {
        "runtime." + (swiftName(symbol) ?? symbol)
    }

    /// The name of a data segment: `runtime.fractionDigits` for the variable of that name, `runtime."is not"` for a text of the runtime's code,
    /// `runtime.jump table of Output.start`; others stay as they are.
    static func data(_ segment: String) -> String {
        for prefix in [".rodata.", ".data.", ".bss."] where segment.hasPrefix(prefix) {
            let name = segment.dropFirst(prefix.count)
            if name.hasPrefix(textPrefix) {
                let text = name.dropFirst(textPrefix.count)
                return "runtime.\"\(text.first?.isNumber ?? false ? text.drop { $0.isNumber }.dropFirst() : text)\""
            }
            if name.hasPrefix(tablePrefix) {
                let function = String(name.dropFirst(tablePrefix.count))
                return "runtime.jump table of \(swiftName(function) ?? function)"
            }
            return swiftName(String(name)).map { "runtime." + $0 } ?? segment
        }
        return segment
    }

    // What LLVM calls the texts in code, with their lengths, and the tables of `switch`.
    private static let textPrefix = ".L.str."
    private static let tablePrefix = ".Lswitch.table."

    /// The names in a symbol of the module `Runtime`, up to where its type begins: `$e7Runtime5StackV4pushyys…` is `Stack.push`. In a
    /// symbol of Swift's own library, as `$es17FixedWidthIntegerPsE15_truncatingInit…`, those of a type and its member.
    private static func swiftName(_ symbol: String) -> String? {
        if symbol.hasPrefix("$es") { return librarySymbol(symbol.utf8.dropFirst(3)) }
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

    private static func librarySymbol(_ symbol: Substring.UTF8View) -> String? {
        var rest = symbol
        guard let type = identifier(&rest) else { return nil }
        rest = rest.drop { !(48...57).contains($0) }
        return "Swift." + type + (identifier(&rest).map { "." + $0 } ?? "")
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

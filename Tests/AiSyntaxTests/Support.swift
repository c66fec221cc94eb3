import Diagnostics
import Testing

@testable import Ai

/// The data of a text, one a line, in a notation that shows what the reader saw: brackets keep their kind, dotted symbols have `~` for
/// the dots that separate, floats a point.
func read(_ text: String) -> String {
    let (tree, diagnostics) = Reader.read(SourceFile(path: "test.ai", text: text))
    return (diagnostics.map { "\($0.code) \($0.message)" } + (diagnostics.isEmpty ? tree.forms.map { show($0, in: tree) } : []))
        .joined(separator: "\n")
}

/// The diagnostics of a text with their places.
func errors(_ text: String) -> [String] {
    let file = SourceFile(path: "test.ai", text: text)
    return Reader.read(file).diagnostics.map { diagnostic in
        let place = file.position(of: Int(diagnostic.primary?.span.start ?? 0))
        return "\(place.line):\(place.column) \(diagnostic.code) \(diagnostic.message)"
    }
}

/// Tests only: recursion goes as deep as the datum.
func show(_ id: DatumID, in tree: DatumTree) -> String {
    switch tree[id].kind {
    case .boolean(let value): value ? "#t" : "#f"
    case .integer(let value): (value.isNegative ? "-" : "") + decimal(value.magnitude)
    case .float(let value): value.description
    case .character(let code): "#\\x" + String(code, radix: 16)
    case .string(let text): "\"" + text.replacing("\n", with: "\\n").replacing("\t", with: "\\t") + "\""
    case .symbol(let symbol): symbol.isDotted ? symbol.name.replacing(".", with: "~") : "\(symbol.name)"
    case .keyword(let name): ":" + name
    case .list(let elements, let tail, let isBracketed):
        (isBracketed ? "[" : "(") + (elements.map { show($0, in: tree) } + (tail.map { [".", show($0, in: tree)] } ?? []))
            .joined(separator: " ") + (isBracketed ? "]" : ")")
    case .vector(let elements): "#(" + elements.map { show($0, in: tree) }.joined(separator: " ") + ")"
    case .bytevector(let values): "#u8(" + values.map(String.init).joined(separator: " ") + ")"
    case .label(let target): "#<\(tree[target].span.start)>"
    }
}

/// A magnitude in decimal digits.
func decimal(_ magnitude: [UInt32]) -> String {
    var rest = magnitude
    var digits: [String] = []
    while !rest.isEmpty {
        var remainder: UInt64 = 0
        for index in rest.indices.reversed() {
            let part = remainder << 32 | UInt64(rest[index])
            rest[index] = UInt32(part / 1_000_000_000)
            remainder = part % 1_000_000_000
        }
        while rest.last == 0 { rest.removeLast() }
        let block = String(remainder)
        digits.append(rest.isEmpty ? block : String(repeating: "0", count: 9 - block.count) + block)
    }
    return digits.isEmpty ? "0" : digits.reversed().joined()
}

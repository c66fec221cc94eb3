import Basics

/// Data as text, for messages and for printing expanded modules.
enum DatumText {
    /// The datum as the source would write it; what is too long or too deep is cut to `...`.
    static func text(of id: DatumID, in tree: DatumTree, limit: Int = 60) -> String {
        var writer = Writer(tree: tree, limit: limit)
        writer.write(id, depth: 0)
        return writer.text
    }

    private struct Writer {
        let tree: DatumTree
        let limit: Int
        var text = ""

        mutating func write(_ id: DatumID, depth: Int) {
            guard text.count < limit, depth < 20 else {
                if !text.hasSuffix("...") { text += "..." }
                return
            }
            switch tree[id].kind {
            case .list(let elements, let tail, _):
                text += "("
                writeAll(elements, depth)
                if let tail {
                    text += " . "
                    write(tail, depth: depth + 1)
                }
                text += ")"
            case .vector(let elements):
                text += "#("
                writeAll(elements, depth)
                text += ")"
            case .label(let target): write(target, depth: depth + 1)
            case let atom: text += DatumText.atom(atom)
            }
        }

        private mutating func writeAll(_ elements: [DatumID], _ depth: Int) {
            for (index, element) in elements.enumerated() {
                if index > 0 { text += " " }
                write(element, depth: depth + 1)
                if text.count >= limit { return }
            }
        }
    }

    static func atom(_ kind: Datum.Kind) -> String {
        switch kind {
        case .boolean(let value): value ? "#t" : "#f"
        case .integer(let value): value.decimal
        case .float(let value): float(value)
        case .character(let scalar): character(scalar)
        case .string(let text): quoted(text)
        case .symbol(let symbol): symbol.name
        case .keyword(let name): ":" + name
        case .bytevector(let bytes): "#u8(" + bytes.map(String.init).joined(separator: " ") + ")"
        case .list, .vector, .label: "..."
        }
    }

    private static func float(_ value: Double) -> String {
        if value.isNaN { return "+nan.0" }
        if value.isInfinite { return value < 0 ? "-inf.0" : "+inf.0" }
        return "\(value)"
    }

    private static func character(_ scalar: UInt32) -> String {
        switch scalar {
        case 0x20: "#\\space"
        case 0x0A: "#\\newline"
        case 0x09: "#\\tab"
        case ..<0x20, 0x7F: "#\\x" + String(scalar, radix: 16)
        default: "#\\" + (Unicode.Scalar(scalar).map { String(Character($0)) } ?? "?")
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension ExactInteger {
    /// In base 10.
    var decimal: String {
        if let small { return String(small) }
        var digits: [UInt32] = []
        var rest = magnitude
        while !rest.isEmpty {
            var remainder: UInt64 = 0
            for index in rest.indices.reversed() {
                let value = remainder << 32 | UInt64(rest[index])
                rest[index] = UInt32(value / 1_000_000_000)
                remainder = value % 1_000_000_000
            }
            digits.append(UInt32(remainder))
            while rest.last == 0 { rest.removeLast() }
        }
        var text = isNegative ? "-" : ""
        text += String(digits.last ?? 0)
        for group in digits.dropLast().reversed() {
            let part = String(group)
            text += String(repeating: "0", count: 9 - part.count) + part
        }
        return text
    }
}

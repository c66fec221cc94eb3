import Basics
import Linker

extension HostType {
    /// What `runtime-wasm/reactor/host.mjs` knows the type by, as JSON: a name, or an array of a name and parts.
    var description: String {
        switch self {
        case .number: "\"number\""
        case .boolean: "\"boolean\""
        case .string: "\"string\""
        case .null: "\"null\""
        case .void: "\"void\""
        case .json: "\"json\""
        case .dateTime: "\"dateTime\""
        case .unknown: "\"unknown\""
        case .never: "\"never\""
        case .integer: "\"integer\""
        case .character: "\"character\""
        case .reference: "\"reference\""
        case .array(let element): Self.described("array", [element])
        case .option(let value): Self.described("option", [value])
        case .result(let value, let error): Self.described("result", [value, error])
        case .map(let key, let value): Self.described("map", [key, value])
        case .set(let key): Self.described("set", [key])
        case .queue(let element): Self.described("queue", [element])
        case .stack(let element): Self.described("stack", [element])
        case .union(let members): JSONText.array(["\"union\"", JSONText.array(members.map(\.description))])
        case .function(let parameters, let result):
            JSONText.array(["\"function\"", JSONText.array(parameters.map(\.type.description)), result.description])
        }
    }

    private static func described(_ name: String, _ parts: [HostType]) -> String {
        JSONText.array(["\"\(name)\""] + parts.map(\.description))
    }

    /// The type in TypeScript.
    var typeScript: String {
        switch self {
        case .number: "number"
        case .boolean: "boolean"
        case .string, .character: "string"
        case .null: "null"
        case .void: "void"
        case .json: "Json"
        case .dateTime: "Date"
        case .unknown: "unknown"
        case .never: "never"
        case .integer: "bigint"
        case .reference: "object"
        case .array(let element), .queue(let element), .stack(let element): "Array<\(element.typeScript)>"
        case .option(let value): "{ some: \(value.typeScript) } | null"
        case .result(let value, let error): "{ ok: \(value.typeScript) } | { err: \(error.typeScript) }"
        case .map(let key, let value): "Map<\(key.typeScript), \(value.typeScript)>"
        case .set(let key): "Set<\(key.typeScript)>"
        case .union(let members): members.map { "(\($0.typeScript))" }.joined(separator: " | ")
        case .function(let parameters, let result): "(\(Parameter.typeScript(parameters))) => \(result.typeScript)"
        }
    }
}

extension HostType.Parameter {
    /// A list of parameters in TypeScript.
    static func typeScript(_ parameters: [Self]) -> String {
        parameters.enumerated().map { index, parameter in
            let name = parameter.name.isEmpty ? "argument\(index + 1)" : JavaScriptNames.safe(parameter.name)
            return "\(name): \(parameter.type.typeScript)"
        }.joined(separator: ", ")
    }
}

enum JavaScriptNames {
    /// What cannot be the name of a variable in a module.
    private static let reserved: Set<String> = [
        "arguments", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else", "enum", "eval",
        "export", "extends", "false", "finally", "for", "function", "if", "implements", "import", "in", "instanceof", "interface", "let", "new",
        "null", "package", "private", "protected", "public", "return", "static", "super", "switch", "this", "throw", "true", "try", "typeof", "var",
        "void", "while", "with", "yield",
    ]

    static func isReserved(_ name: String) -> Bool { reserved.contains(name) }

    /// The name, or one like it that a variable can have.
    static func safe(_ name: String) -> String { isReserved(name) ? name + "_" : name }
}

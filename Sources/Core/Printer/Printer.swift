import Basics
import RuntimeABI

/// Writes Core as text for tests, `--emit core` and bug reports. The same module always gives the same text.
public enum Printer {
    /// The whole module: declarations, then functions.
    public static func print(_ module: Module) -> String {
        var lines = ["module \(module.id.text)"]
        for dependency in module.dependencies { lines.append("depends on \(dependency.module.text)") }
        for function in module.importedFunctions.values {
            let parameters = function.parameters.map(\.description).joined(separator: ", ")
            let site = function.takesSite ? ", site" : ""
            lines.append("import \(function.module.text) \(function.name)(\(parameters)\(site)) -> \(function.result)")
        }
        for global in module.importedGlobals.values {
            lines.append("import \(global.isMutable ? "var" : "let") \(global.module.text) \(global.name): \(global.type)")
        }
        for global in module.globals.values {
            let initial = global.initialValue.map { " = " + constant($0, module) } ?? ""
            lines.append("global \(global.name): \(global.type)\(initial)")
        }
        for closure in module.closures.values {
            let builtin = closure.isBuiltin ? " builtin" : ""
            lines.append("closure \(closure.name)/\(closure.arity) = \(name(closure.function, module))\(builtin)")
        }
        for export in module.exports { lines.append("export \(export.name) = \(target(export.target, module))") }
        if let initializer = module.initializer { lines.append("initializer \(name(initializer, module))") }
        for function in module.functions.values {
            lines.append("")
            lines.append(print(function, in: module))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// One function, without a line break at the end.
    public static func print(_ function: Function, in module: Module) -> String {
        var printer = FunctionPrinter(function, module)
        return printer.print()
    }

    static func name(_ id: FunctionID, _ module: Module) -> String {
        id.offset < module.functions.count ? module.functions[id].name : "function#\(id.raw)"
    }

    private static func target(_ target: Export.Target, _ module: Module) -> String {
        switch target {
        case .function(let id): "function \(name(id, module))"
        case .global(let id): "global \(module.globals[id].name)"
        case .closure(let id): "closure \(module.closures[id].name)"
        }
    }

    static func constant(_ constant: Constant, _ module: Module) -> String {
        switch constant {
        case .unit: "unit"
        case .bool(let value): "\(value)"
        case .character(let scalar): "character \(scalar)"
        case .i32(let value): "\(value):i32"
        case .i64(let value): "\(value):i64"
        case .f64(let value): number(value)
        case .any(let bits): "any:\(String(bits, radix: 16))"
        case .string(let text): quoted(text)
        case .closure(let id): id.offset < module.closures.count ? "closure \(module.closures[id].name)" : "closure#\(id.raw)"
        case .namespace(let id): "namespace \(id.text)"
        case .none: "none"
        }
    }

    /// Integers without a fraction.
    private static func number(_ value: Double) -> String {
        if value == value.rounded(), abs(value) < 1e15, !(value == 0 && value.sign == .minus) { return "\(Int64(value))" }
        return "\(value)"
    }

    /// On one line, with the escapes of most languages.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            default:
                if scalar.value < 0x20 { result += "\\u{\(String(scalar.value, radix: 16))}" } else { result.unicodeScalars.append(scalar) }
            }
        }
        return result + "\""
    }
}

extension ValueType: CustomStringConvertible {
    /// The type as the printer and the verifier write it.
    public var description: String {
        switch self {
        case .unit: "unit"
        case .bool: "bool"
        case .character: "character"
        case .i32: "i32"
        case .i64: "i64"
        case .f64: "f64"
        case .reference(let kind): "\(kind)"
        case .any: "any"
        case .never: "never"
        }
    }
}

/// A method that values of a built-in type have: a library function with the receiver as first argument.
public struct BuiltinMethod: Hashable, Sendable {
    public var name: String
    /// The types of the arguments, the receiver left out.
    public var parameters: [Type]
    public var result: Type
    /// The library function behind it.
    public var function: String
    /// Stores the changed array back into the variable that is the receiver (`push pop shift unshift reverse`).
    public var mutates: Bool
}

extension Builtins {
    /// The built-in method `name` of a receiver of static type `receiver`; nil if the type has none of that name.
    ///
    /// - Parameter isVariable: the receiver is a plain identifier. `pop` and `shift` of another receiver return the element and the rest as a pair.
    public static func method(_ name: String, on receiver: Type, isVariable: Bool) -> BuiltinMethod? {
        switch receiver {
        case .alias(_, _, let expansion): method(name, on: expansion, isVariable: isVariable)
        case .array(let element): arrayMethod(name, element, isVariable)
        case .json: jsonMethod(name)
        default: nil
        }
    }

    /// The names of all built-in array methods, sorted.
    public static let arrayMethodNames = [
        "concat", "flatten", "includes", "indexOf", "join", "lastIndexOf", "len", "pop", "push", "reverse", "shift", "slice", "sort",
        "unshift",
    ]

    /// The names of all methods of JSON values, sorted.
    public static let jsonMethodNames = ["as_bool", "as_number", "as_string", "is_null"]

    private static func arrayMethod(_ name: String, _ element: Type, _ isVariable: Bool) -> BuiltinMethod? {
        let array = Type.array(element)
        func row(_ parameters: [Type], _ result: Type, _ function: String, mutates: Bool = false) -> BuiltinMethod {
            BuiltinMethod(name: name, parameters: parameters, result: result, function: function, mutates: mutates)
        }
        switch name {
        case "push": return row([element], array, "arrayPush", mutates: true)
        case "unshift": return row([element], array, "arrayUnshift", mutates: true)
        case "reverse": return row([], array, "arrayReverse", mutates: true)
        case "pop": return row([], isVariable ? element : .unknown, "arrayPop", mutates: true)
        case "shift": return row([], isVariable ? element : .unknown, "arrayShift", mutates: true)
        case "sort": return row([], array, "arraySort")
        case "len": return row([], .number, "len")
        case "includes": return row([element], .bool, "arrayIncludes")
        case "indexOf": return row([element], .number, "arrayIndexOf")
        case "lastIndexOf": return row([element], .number, "arrayLastIndexOf")
        case "slice": return row([.number, .number], array, "slice")
        case "concat": return row([array], array, "concat")
        case "flatten": return row([], .array(.unknown), "flatten")
        case "join": return row([.string], .string, "join")
        default: return nil
        }
    }

    private static func jsonMethod(_ name: String) -> BuiltinMethod? {
        let (result, function): (Type, String)
        switch name {
        case "as_string": (result, function) = (.string, "jsonAsString")
        case "as_number": (result, function) = (.number, "jsonAsNumber")
        case "as_bool": (result, function) = (.bool, "jsonAsBool")
        case "is_null": (result, function) = (.bool, "jsonIsNull")
        default: return nil
        }
        return BuiltinMethod(name: name, parameters: [], result: result, function: function, mutates: false)
    }
}

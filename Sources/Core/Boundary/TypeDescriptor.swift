import ModuleSystem
import RuntimeABI

/// A type in the words of the runtime's conversions (`BoundaryType`), and the function types in it, which need code.
struct TypeDescriptor {
    /// Functions with more parameters do not cross a boundary as values.
    static let mostParameters = 12

    private(set) var text = ""
    /// The function types in the descriptor, numbered in this order, with how to get to them: `element`, `result 1`.
    private(set) var functions: [InterfaceFunctionType] = []

    /// - Parameter isList: an array becomes a list of arguments.
    init(_ type: InterfaceType, isList: Bool = false) {
        add(type)
        if isList, text.utf8.first == BoundaryType.array { text = String(UnicodeScalar(BoundaryType.list)) + text.dropFirst() }
    }

    private mutating func add(_ letter: UInt8) { text.unicodeScalars.append(UnicodeScalar(letter)) }
    private mutating func add(number: Int) { add(BoundaryType.numberBase + UInt8(clamping: number)) }

    private mutating func add(_ type: InterfaceType) {
        switch type.expanded {
        case .number: add(BoundaryType.number)
        case .bool: add(BoundaryType.bool)
        case .string: add(BoundaryType.string)
        case .unit: add(BoundaryType.unit)
        case .null: add(BoundaryType.null)
        case .parameter: add(BoundaryType.parameter)
        case .array(let element):
            add(BoundaryType.array)
            add(element)
        case .applied(let name, let arguments): add(name, arguments)
        case .union(let members) where members.count < 64:
            add(BoundaryType.union)
            add(number: members.count)
            for member in members { add(member) }
        case .function(let function) where function.parameters.count <= Self.mostParameters && functions.count < 4096:
            add(BoundaryType.function)
            add(number: functions.count >> 6)
            add(number: functions.count & 63)
            add(number: function.parameters.count)
            functions.append(function)
            // The types of parameters and results tell descriptors apart; code converts by them.
            for parameter in function.parameters { text += TypeDescriptor(parameter.type).text }
            text += TypeDescriptor(function.result).text
        case .namespace:
            add(BoundaryType.object)
            add(number: Int(ObjectKind.namespace.rawValue))
        default: add(BoundaryType.dynamic)
        }
    }

    private mutating func add(_ name: String, _ arguments: [InterfaceType]) {
        switch (name, arguments.count) {
        case ("Option", 1): add(BoundaryType.option)
        case ("Result", 2): add(BoundaryType.result)
        case ("HashMap", 2): add(BoundaryType.map)
        default:
            guard let kind = Self.objectKind(name) else { return add(BoundaryType.dynamic) }
            add(BoundaryType.object)
            add(number: Int(kind.rawValue))
            return
        }
        for argument in arguments { add(argument) }
    }

    /// The kind of objects that are what they are in every language, by the name of their type.
    static func objectKind(_ name: String) -> ObjectKind? { ObjectKind(typeName: name.lowercased()) }

    /// A conversion that depends on the type and not only on the value.
    var isNeededForLeaving: Bool { !functions.isEmpty || text.utf8.first == BoundaryType.list }
}

import ModuleSystem

/// A type as a host sees it that gives and takes values by copying them.
public indirect enum HostType: Hashable, Sendable {
    case number, boolean, string, null, void, json, dateTime
    /// Decided by the value.
    case unknown
    case never
    case integer, character
    case array(HostType)
    case option(HostType)
    case result(HostType, HostType)
    case map(HostType, HostType)
    case set(HostType)
    case queue(HostType)
    case stack(HostType)
    case union([HostType])
    case function([Parameter], HostType)
    /// A value that hosts can only hand back.
    case reference

    public struct Parameter: Hashable, Sendable {
        /// Empty if it has none.
        public var name: String
        public var type: HostType
    }

    /// Types nested deeper than any that somebody writes down are `unknown` inside.
    private static let depthLimit = 64

    public init(_ type: InterfaceType) { self.init(type, depth: 0) }

    private init(_ type: InterfaceType, depth: Int) {
        func part(_ type: InterfaceType) -> Self { Self(type, depth: depth + 1) }
        guard depth < Self.depthLimit else {
            self = .unknown
            return
        }
        switch type {
        // What a type parameter stands for, and what structural types say of a value, is known only where the function is called.
        case .dynamic, .parameter, .intersection, .structural: self = .unknown
        case .never: self = .never
        case .unit: self = .void
        case .null: self = .null
        case .bool: self = .boolean
        case .number: self = .number
        case .integer: self = .integer
        case .character: self = .character
        case .string: self = .string
        case .array(let element): self = .array(part(element))
        case .function(let function):
            self = .function(function.parameters.map { Parameter(name: $0.name, type: part($0.type)) }, part(function.result))
        case .applied(let name, let arguments): self = Self.applied(name, arguments.map(part))
        case .union(let members): self = .union(members.map(part))
        case .alias(let alias): self = part(alias.expansion)
        case .namespace: self = .reference
        }
    }

    private static func applied(_ name: String, _ arguments: [HostType]) -> HostType {
        switch (name, arguments.count) {
        case ("json", _): .json
        case ("DateTime", 0): .dateTime
        case ("Option", 1): .option(arguments[0])
        case ("Result", 2): .result(arguments[0], arguments[1])
        case ("HashMap", 2): .map(arguments[0], arguments[1])
        case ("HashSet", 1): .set(arguments[0])
        case ("Queue", 1): .queue(arguments[0])
        case ("Stack", 1): .stack(arguments[0])
        default: .reference
        }
    }

    /// What must be there for values that go from the host to the program (`isInput`) or the other way.
    func needs(isInput: Bool) -> HostNeeds {
        switch self {
        case .number, .boolean, .null, .void, .never, .integer, .character: []
        case .string: isInput ? .objects : []
        case .json: isInput ? [.objects, .tables, .json] : []
        case .dateTime: isInput ? [.objects, .dates] : []
        case .unknown: isInput ? .all : [.objects, .references]
        case .reference: [.objects, .references]
        case .array(let part), .option(let part), .queue(let part), .stack(let part):
            part.needs(isInput: isInput).union(isInput ? .objects : [])
        case .set(let part): part.needs(isInput: isInput).union(isInput ? [.objects, .tables] : [])
        case .map(let key, let value):
            key.needs(isInput: isInput).union(value.needs(isInput: isInput)).union(isInput ? [.objects, .tables] : [])
        case .result(let value, let error): value.needs(isInput: isInput).union(error.needs(isInput: isInput)).union(isInput ? .objects : [])
        case .union(let members): members.reduce(isInput ? .objects : []) { $0.union($1.needs(isInput: isInput)) }
        case .function(let parameters, let result):
            // What goes into the function comes from the other side.
            parameters.reduce([.objects, .references, result.needs(isInput: isInput)]) { $0.union($1.type.needs(isInput: !isInput)) }
        }
    }
}

/// Parts of the runtime that a library exports for its host.
struct HostNeeds: OptionSet, Hashable, Sendable {
    let rawValue: UInt8
    /// Making objects.
    static let objects = HostNeeds(rawValue: 1)
    /// Functions of the host as values, functions of the program in the host.
    static let references = HostNeeds(rawValue: 2)
    static let tables = HostNeeds(rawValue: 4)
    static let json = HostNeeds(rawValue: 8)
    static let dates = HostNeeds(rawValue: 16)
    static let all: HostNeeds = [.objects, .references, .tables, .json, .dates]
}

import ModuleSystem

extension InterfaceType {
    /// The type as people write it, in a notation that all languages share: `(side: number) -> number`, `Option<string>[]`,
    /// `<T extends number>(value: T) -> T`. Ends with `…` when longer than `limit` bytes, so a type that repeats its parts
    /// many times stays readable.
    public func text(limit: Int = 2_000) -> String {
        var printer = InterfaceTypePrinter(limit: limit)
        printer.print(self)
        return printer.text
    }
}

/// Writes a type piece by piece and stops at the limit.
private struct InterfaceTypePrinter {
    private(set) var text = ""
    private let limit: Int
    private var isFull = false

    init(limit: Int) { self.limit = limit }

    private mutating func add(_ piece: String) {
        guard !isFull else { return }
        text += piece
        if text.utf8.count > limit {
            text += "…"
            isFull = true
        }
    }

    mutating func print(_ type: InterfaceType) {
        guard !isFull else { return }
        switch type {
        case .dynamic: add("any")
        case .never: add("never")
        case .unit: add("void")
        case .null: add("null")
        case .bool: add("bool")
        case .number: add("number")
        case .integer: add("integer")
        case .character: add("character")
        case .string: add("string")
        case .array(let element):
            printEnclosed(element)
            add("[]")
        case .function(let function): print(function)
        case .applied(let name, let arguments): printApplied(name, arguments)
        case .union(let members): list(members, separator: " | ") { $0.printEnclosed($1) }
        case .intersection(let members): list(members, separator: " & ") { $0.printEnclosed($1) }
        case .structural(let members):
            add("{ ")
            list(members, separator: ", ") { printer, member in
                printer.add("\(member.name): ")
                printer.print(member.type)
            }
            add(" }")
        case .parameter(_, let name): add(name)
        case .alias(let alias): print(alias)
        case .namespace(let module): add("namespace '\(module)'")
        }
    }

    /// An alias by its name; where it is declared, with what it stands for.
    private mutating func print(_ alias: InterfaceAlias) {
        guard alias.arguments.isEmpty else { return printApplied(alias.name, alias.arguments) }
        add(alias.name)
        guard !alias.parameters.isEmpty else { return }
        add("<\(alias.parameters.joined(separator: ", "))>")
    }

    private mutating func printApplied(_ name: String, _ arguments: [InterfaceType]) {
        add(name)
        guard !arguments.isEmpty else { return }
        add("<")
        list(arguments, separator: ", ") { $0.print($1) }
        add(">")
    }

    private mutating func print(_ function: InterfaceFunctionType) {
        if !function.typeParameters.isEmpty {
            add("<")
            list(function.typeParameters, separator: ", ") { $0.print($1) }
            add(">")
        }
        add("(")
        list(function.parameters, separator: ", ") { printer, parameter in
            if !parameter.ownership.isEmpty { printer.add("\(parameter.ownership) ") }
            if !parameter.name.isEmpty { printer.add("\(parameter.name): ") }
            printer.print(parameter.type)
        }
        add(") -> ")
        print(function.result)
        guard let position = function.predicateParameter, let type = function.predicateType else { return }
        let name = function.parameters.indices.contains(position) ? function.parameters[position].name : ""
        add(" is \(name.isEmpty ? "parameter \(position)" : name): ")
        print(type)
    }

    private mutating func print(_ parameter: InterfaceTypeParameter) {
        add(parameter.name)
        if let constraint = parameter.constraint {
            add(" extends ")
            print(constraint)
        }
        if !parameter.traits.isEmpty { add(": " + parameter.traits.joined(separator: " + ")) }
    }

    /// In parentheses where an operator or a postfix would otherwise bind to a part only.
    private mutating func printEnclosed(_ type: InterfaceType) {
        switch type {
        case .function, .union, .intersection:
            add("(")
            print(type)
            add(")")
        default: print(type)
        }
    }

    private mutating func list<Item>(_ items: [Item], separator: String, _ print: (inout Self, Item) -> Void) {
        for (index, item) in items.enumerated() {
            if isFull { return }
            if index > 0 { add(separator) }
            print(&self, item)
        }
    }
}

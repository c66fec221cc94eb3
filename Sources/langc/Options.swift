/// An option of a command: how it is written and what the help says.
struct Option {
    /// All spellings, the usual one last.
    let names: [String]
    /// What stands for the value in the help; nil for a flag.
    let value: String?
    let help: String

    init(_ names: String..., value: String? = nil, help: String) {
        self.names = names
        self.value = value
        self.help = help
    }
}

/// A wrong command line.
struct UsageError: Error {
    let message: String
    init(_ message: String) { self.message = message }
}

/// The arguments of a command after parsing.
struct Arguments {
    /// By the last spelling of the option, in the order given; a flag has the value "".
    private var values: [String: [String]] = [:]
    private(set) var operands: [String] = []
    /// What stood after `--`.
    private(set) var rest: [String] = []

    /// Reads `arguments` by the table `options`. `--name=value`, `--name value`, `-o FILE`, `-oFILE` (for one-letter options with a value) are understood.
    ///
    /// - Parameter passesRest: keep what stands after `--` apart; otherwise these are operands, whatever they begin with.
    init(_ arguments: [String], _ options: [Option], passesRest: Bool) throws {
        var spellings: [String: Option] = [:]
        for option in options { for name in option.names { spellings[name] = option } }
        var index = 0
        while index < arguments.count {
            let argument = arguments[index]
            index += 1
            if argument == "--" {
                if passesRest { rest = Array(arguments[index...]) } else { operands += arguments[index...] }
                return
            }
            guard argument.hasPrefix("-"), argument != "-" else {
                operands.append(argument)
                continue
            }
            let (name, attached) = Self.split(argument, spellings)
            guard let option = spellings[name] else {
                throw UsageError("unknown option '\(name)'" + Self.suggestion(name, Array(spellings.keys)))
            }
            guard option.value != nil else {
                if attached != nil { throw UsageError("option '\(name)' takes no value") }
                record(option, "")
                continue
            }
            if let attached {
                record(option, attached)
            } else if index < arguments.count {
                record(option, arguments[index])
                index += 1
            } else {
                throw UsageError("option '\(name)' needs a value: \(name) \(option.value ?? "")")
            }
        }
    }

    private mutating func record(_ option: Option, _ value: String) { values[option.names[option.names.count - 1], default: []].append(value) }

    private static func split(_ argument: String, _ spellings: [String: Option]) -> (name: String, value: String?) {
        if spellings[argument] != nil { return (argument, nil) }
        if argument.hasPrefix("--") {
            guard let equals = argument.firstIndex(of: "=") else { return (argument, nil) }
            return (String(argument[..<equals]), String(argument[argument.index(after: equals)...]))
        }
        let short = String(argument.prefix(2))
        if let option = spellings[short], option.value != nil { return (short, String(argument.dropFirst(2))) }
        return (argument, nil)
    }

    private static func suggestion(_ name: String, _ known: [String]) -> String {
        // To one letter every other letter is near.
        guard name.count > 2 else { return "" }
        return closest(name, known).map { "; did you mean '\($0)'?" } ?? ""
    }

    func has(_ name: String) -> Bool { values[name] != nil }
    /// The last value given.
    func value(_ name: String) -> String? { values[name]?.last }
    func all(_ name: String) -> [String] { values[name] ?? [] }

    /// All options that were given, but for some, as `NAME=VALUE`; the same for the same options in another order.
    func given(besides names: Set<String>) -> [String] {
        values.filter { !names.contains($0.key) }.sorted { $0.key < $1.key }.flatMap { name, values in values.map { "\(name)=\($0)" } }
    }

    /// The one operand that the command needs.
    func single(_ what: String) throws -> String {
        guard let first = operands.first else { throw UsageError("no \(what) given") }
        guard operands.count == 1 else { throw UsageError("only one \(what) is wanted, found '\(first)' and '\(operands[1])'") }
        return first
    }

    /// The value of an option that has one of a few spellings.
    func choice<Choice: RawRepresentable & CaseIterable>(_ name: String, default fallback: Choice) throws -> Choice where Choice.RawValue == String {
        guard let text = value(name) else { return fallback }
        if let choice = Choice(rawValue: text) { return choice }
        throw UsageError("'\(text)' is no value of \(name); it is one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
    }
}

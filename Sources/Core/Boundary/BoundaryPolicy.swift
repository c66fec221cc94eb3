import ModuleSystem
import RuntimeABI

/// How modules of a language meet those of other languages. What differs between languages is in this value; the algorithms know no language.
public struct BoundaryPolicy: Sendable {
    /// The language's name in messages.
    public var language: String
    /// How its values are kept; between languages of one form nothing is converted.
    public var form: ValueForm
    /// The language's code looks at signals itself: it tests them after calls, and passes them on or catches them.
    public var handlesSignals: Bool
    /// Calls of its functions may end with a signal.
    public var raisesSignals: Bool
    /// A type as the language's messages show it.
    public var describe: @Sendable (InterfaceType) -> String
    /// How expressions of a type are held; `unit` where there is no value.
    public var representation: @Sendable (InterfaceType) -> ValueType
    /// The name that the language has for an export of a module of another form; nil if it has none.
    public var foreignName: @Sendable (String) -> String?

    public init(
        language: String, form: ValueForm, handlesSignals: Bool, raisesSignals: Bool, describe: @escaping @Sendable (InterfaceType) -> String = { _ in "" },
        representation: @escaping @Sendable (InterfaceType) -> ValueType = { _ in .any },
        foreignName: @escaping @Sendable (String) -> String? = { $0 }
    ) {
        self.language = language
        self.form = form
        self.handlesSignals = handlesSignals
        self.raisesSignals = raisesSignals
        self.describe = describe
        self.representation = representation
        self.foreignName = foreignName
    }

    /// How variables and parameters of a type are held: one without a value exists all the same.
    func storage(_ type: InterfaceType) -> ValueType {
        let type = representation(type)
        return type == .unit ? .any : type
    }

    /// A name where only letters, digits and `_` are allowed: `-` becomes `_`, `->` becomes `_to_`, `?` and `!` at the end `_p` and `_x`, every
    /// other character `_` and its number in hexadecimal.
    public static func identifier(for name: String) -> String {
        var result = ""
        let scalars = Array(name.unicodeScalars)
        var position = 0
        while position < scalars.count {
            let scalar = scalars[position]
            let isLast = position == scalars.count - 1
            position += 1
            switch scalar {
            case "-" where !isLast && scalars[position] == ">":
                result += "_to_"
                position += 1
            case "-": result += "_"
            case "?" where isLast: result += "_p"
            case "!" where isLast: result += "_x"
            case _ where scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal:
                result.unicodeScalars.append(scalar)
            default: result += "_" + String(scalar.value, radix: 16)
            }
        }
        let startsWell = result.unicodeScalars.first.map { $0 == "_" || $0.properties.isAlphabetic } ?? false
        return startsWell ? result : "_" + result
    }
}

/// A module of a language that keeps values in another form than the module that refers to it.
public struct ForeignModule: Sendable {
    /// As its own language sees it.
    public var interface: ModuleInterface
    public var policy: BoundaryPolicy
    /// What the exports are called there, by the names they have for the importer.
    public var names: [String: String]

    public init(interface: ModuleInterface, policy: BoundaryPolicy, names: [String: String] = [:]) {
        self.interface = interface
        self.policy = policy
        self.names = names
    }
}

extension ModuleInterface {
    /// The module's name in messages that several languages share.
    public var messageName: String {
        guard name.isEmpty else { return name }
        let file = module.lastComponent
        return file.lastIndex(of: ".").map { String(file[..<$0]) } ?? String(file)
    }
}

extension InterfaceType {
    /// What an alias stands for.
    var expanded: InterfaceType {
        var type = self
        while case .alias(let alias) = type { type = alias.expansion }
        return type
    }
}

import Basics
import Diagnostics
import ModuleSystem
import RuntimeABI

public typealias FunctionID = Index<Function>
public typealias GlobalID = Index<Global>
public typealias ImportedFunctionID = Index<ImportedFunction>
public typealias ImportedGlobalID = Index<ImportedGlobal>
public typealias ClosureID = Index<StaticClosure>
public typealias FailureID = Index<Failure>

/// One source module in the typed intermediate representation that all languages lower to.
///
/// Core knows machine-level values (`ValueType`), structured control flow, the object kinds of the runtime, and failures; it knows
/// nothing of any language. Passes are functions from a `Module` to a `Module`.
public struct Module: Sendable {
    public var interface: ModuleInterface
    /// Modules to initialize first, in source order.
    public var dependencies: [LinkDependency]
    /// Where names of other modules are imported, for link errors.
    public var imports: [LinkImport]

    public var functions = Store<Function>()
    public var globals = Store<Global>()
    public var importedFunctions = Store<ImportedFunction>()
    public var importedGlobals = Store<ImportedGlobal>()
    /// Function values that need no allocation.
    public var closures = Store<StaticClosure>()
    public var failures = Store<Failure>()
    /// What the module exports, under the names that importers use.
    public var exports: [Export] = []
    /// What spans of inlined code stand for.
    public var inlinedPlaces = Store<InlinedPlace>()
    /// Runs the top-level statements: no parameters, unit result.
    public var initializer: FunctionID?
    /// Runs before the initializer of any module: no parameters, unit result. It reads no variable of another module.
    public var preparation: FunctionID?
    /// What a call nested too deeply reports.
    public var depthFailure: FailureID?
    /// Instead of a failure: called when calls are nested too deeply, to raise what the callers then pass on; the function returns a dummy.
    public var depthRaise: RuntimeFunction?

    public var id: ModuleID { interface.module }
    /// Recursive functions count how deeply calls are nested.
    public var limitsDepth: Bool { depthFailure != nil || depthRaise != nil }

    public init(interface: ModuleInterface, dependencies: [LinkDependency] = [], imports: [LinkImport] = []) {
        self.interface = interface
        self.dependencies = dependencies
        self.imports = imports
    }
}

/// The type of a Core expression, local, parameter or global.
public enum ValueType: Hashable, Sendable {
    /// No value.
    case unit
    /// i32, 0 or 1.
    case bool
    /// i32, a Unicode scalar.
    case character
    case i32
    case i64
    case f64
    /// i32: the address of an object of this kind (`option`: 0 is `None`).
    case reference(ObjectKind)
    /// i64: a NaN-boxed value.
    case any
    /// The expression does not return.
    case never

    /// A collector must see values of this type.
    public var isTraced: Bool {
        switch self {
        case .reference, .any: true
        default: false
        }
    }
}

/// A module variable.
public struct Global: Hashable, Sendable {
    public var name: String
    public var type: ValueType
    /// A constant the variable holds from the start; nil is zero, null or false.
    public var initialValue: Constant?
    /// The module's preparation sets the variable, and nothing changes it afterwards.
    public var isConstant = false

    public init(name: String, type: ValueType, initialValue: Constant? = nil, isConstant: Bool = false) {
        self.name = name
        self.type = type
        self.initialValue = initialValue
        self.isConstant = isConstant
    }
}

/// A function of another module, called directly.
public struct ImportedFunction: Hashable, Sendable {
    public var module: ModuleID
    public var name: String
    public var parameters: [ValueType]
    public var result: ValueType
    /// The last parameter is a site (i32), after those listed.
    public var takesSite: Bool
    /// The type that the importer gives the function, where its module keeps values in another form; nil: all is dynamic.
    public var declared: InterfaceType?

    public init(
        module: ModuleID, name: String, parameters: [ValueType], result: ValueType, takesSite: Bool = false, declared: InterfaceType? = nil
    ) {
        self.module = module
        self.name = name
        self.parameters = parameters
        self.result = result
        self.takesSite = takesSite
        self.declared = declared
    }
}

/// A variable of another module, or (named `ReservedNames.closurePrefix` + name, immutable, `reference(.closure)`) a function of it as a value.
public struct ImportedGlobal: Hashable, Sendable {
    public var module: ModuleID
    public var name: String
    public var type: ValueType
    /// False only for what never changes at all, such as the address of a closure; exported variables are set by their initializer.
    public var isMutable: Bool
    /// As in `ImportedFunction`.
    public var declared: InterfaceType?

    public init(module: ModuleID, name: String, type: ValueType, isMutable: Bool, declared: InterfaceType? = nil) {
        self.module = module
        self.name = name
        self.type = type
        self.isMutable = isMutable
        self.declared = declared
    }
}

/// A function value without captured slots: static data.
public struct StaticClosure: Hashable, Sendable {
    /// The arity of a function that takes all arguments as one list.
    public static let variadic = 0xFFFF

    /// A function of the closure convention.
    public var function: FunctionID
    /// Number of arguments, or `variadic`.
    public var arity: Int
    /// The name in display forms.
    public var name: String
    public var isBuiltin: Bool

    public init(function: FunctionID, arity: Int, name: String, isBuiltin: Bool = false) {
        self.function = function
        self.arity = arity
        self.name = name
        self.isBuiltin = isBuiltin
    }
}

/// The text of a run-time error; see `ObjectLayout.Failure`.
public struct Failure: Hashable, Sendable {
    public enum Mode: UInt32, Hashable, Sendable {
        /// No value; the text is `prefix`.
        case plain = 0
        /// The name of the value's type stands between prefix and suffix.
        case typeName = 1
        /// The value's display form stands between them.
        case display = 2
    }

    public var code: String
    /// When there, it is the message, and the text becomes a note below it.
    public var header: String?
    public var prefix: String
    public var suffix: String
    public var mode: Mode

    public init(code: String, header: String? = nil, prefix: String, mode: Mode = .plain, suffix: String = "") {
        self.code = code
        self.header = header
        self.prefix = prefix
        self.suffix = suffix
        self.mode = mode
    }
}

/// A name that the object exports.
public struct Export: Hashable, Sendable {
    public enum Target: Hashable, Sendable {
        case function(FunctionID)
        case global(GlobalID)
        /// The address of a static closure, under `ReservedNames.closurePrefix` + the function's name.
        case closure(ClosureID)
    }

    public var name: String
    public var target: Target

    public init(name: String, target: Target) {
        self.name = name
        self.target = target
    }
}

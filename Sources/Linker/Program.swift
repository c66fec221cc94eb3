import Basics
import ModuleSystem
import RuntimeABI
import WasmFormat

typealias FunctionID = Index<LinkedFunction>
typealias GlobalID = Index<LinkedGlobal>
typealias DataID = Index<DataItem>

/// Everything that could become part of the result, with every import bound to what it means. Made by step 4, never changed after.
struct Program: Sendable {
    /// In order of initialization; the entry is the last.
    let files: [ObjectFile]
    /// Parallel to `files`: where their code refers to something.
    let references: [CodeReferences]
    let runtime: RuntimeFile

    /// Functions of the objects, then of the runtime, then those that the linker makes; the order of the result.
    var functions = Store<LinkedFunction>()
    var globals = Store<LinkedGlobal>()
    var data = Store<DataItem>()
    /// The types of the functions, and those that the objects know.
    var types = TypeTable()
    /// Functions that the runtime imports, and that are not made by the linker.
    var externals: [(module: String, name: String)] = []
    /// Parallel to `files`.
    var bindings: [FileBindings] = []
    /// The relocations of all data items, and where those of each begin; bound last.
    var relocations: [DataRelocation] = []
    var relocationStarts: [UInt32] = []
    /// Parallel to the runtime's symbols.
    var symbols: [SymbolBinding] = []
    /// Namespace objects by module, and what their getters return.
    var namespaces: [ModuleID: DataID] = [:]
    var getters: [NamespaceGetter] = []
    /// Content of data items that the linker makes.
    var synthetic: [SyntheticData] = []

    /// The function that calls `langc.roots` of all modules, if the runtime knows it.
    var markRoots: FunctionID?
    /// The addresses that the runtime gets from functions, not from the control block.
    var requestedAddresses: Set<LayoutAddress> = []
    /// The runtime's function that writes out what is buffered.
    var flush: FunctionID?
    /// Functions of the runtime to call before anything else.
    var constructors: [FunctionID] = []
    /// What the result exports besides memory and start function.
    var requestedExports: [RequestedExport] = []
    /// What the result is.
    var form = Form.command
    /// What hosts find, in the form `reactor`.
    var library: Library?
    /// Objects use the C stack, not only the runtime.
    var hasForeignStack = false
    /// In a program of tests.
    var testing: Testing?

    // Globals that the linker defines.
    var shadowStackPointer = GlobalID(0)
    var stackDepth = GlobalID(0)
    var cStackPointer = GlobalID(0)

    enum Form: Hashable, Sendable {
        /// A whole program: exports `_start`, which initializes the modules and writes out what is buffered.
        case command
        /// A library: exports `_initialize`, which does the same, and functions for hosts.
        case reactor
        /// The runtime alone, for objects that a host instantiates: exports the table too, and `_initialize` if there is something to do.
        case runtime
    }

    init(files: [ObjectFile], references: [CodeReferences], runtime: RuntimeFile) {
        self.files = files
        self.references = references
        self.runtime = runtime
    }
}

extension Program {
    func type(of function: FunctionID) -> FunctionType { types.types[Int(functions[function].type)] }

    /// The function of an index that a file does not import.
    func definedFunction(_ index: Int, of file: Int) -> FunctionID {
        FunctionID(bindings[file].firstFunction + index - files[file].module.importedFunctionCount)
    }

    /// The same for a global.
    func definedGlobal(_ index: Int, of file: Int) -> GlobalID { GlobalID(bindings[file].firstGlobal + index - files[file].module.importedGlobalCount) }
}

/// The types of a module or program, each once, numbered by first use.
struct TypeTable: Sendable {
    private(set) var types: [FunctionType] = []
    private var numbers: [FunctionType: UInt32] = [:]

    /// The number of a type that has one.
    func number(of type: FunctionType) -> UInt32? { numbers[type] }

    mutating func index(of type: FunctionType) -> UInt32 {
        if let number = numbers[type] { return number }
        let number = UInt32(types.count)
        types.append(type)
        numbers[type] = number
        return number
    }
}

/// An address that the runtime asks for.
enum LayoutAddress: Hashable, Sendable {
    case shadowStackBase, heapBase
}

/// A data item that the linker makes.
struct SyntheticData: Hashable, Sendable {
    var bytes: [UInt8]
    var relocations: [DataRelocation]
    var name: String
}

/// A word in static data that holds an address or table index.
struct DataRelocation: Hashable, Sendable {
    enum Target: Hashable, Sendable {
        case data(DataID, addend: UInt32)
        case slot(FunctionID)
        case functionIndex(FunctionID)
        case globalIndex(GlobalID)
        /// `Program.missingTarget` tells what it is.
        case undefined
    }

    private let place: UInt32
    let target: Target

    /// - Parameter offset: in the item; of 32 bits, as the format has it.
    init(offset: Int, target: Target) {
        place = UInt32(truncatingIfNeeded: offset)
        self.target = target
    }

    /// In the item.
    var offset: Int { Int(place) }
}

/// What the indices of one object mean.
struct FileBindings: Sendable {
    /// For every function, imported ones first. `nil` only after an error. Both are empty before imports are bound.
    var functions: [FunctionID?] = []
    var globals: [GlobalBinding] = []
    /// The numbers of its types in `Program.types`.
    var types: [UInt32] = []
    /// The ids of the first function, global and data item that the object defines.
    var firstFunction = 0
    var firstGlobal = 0
    var firstData = 0
    var initializer: FunctionID?
    var preparation: FunctionID?
    var roots: FunctionID?
}

/// What a global of an object means.
enum GlobalBinding: Hashable, Sendable {
    case global(GlobalID)
    /// The address of static data.
    case address(DataID, addend: UInt32)
    /// The place of a function in the table.
    case slot(FunctionID)
    case constant(Int32)
    /// A base of the object, which has no meaning in code.
    case base
    /// Only after an error.
    case unbound

    /// Not something whose value is known and cannot be set.
    var isVariable: Bool { if case .global = self { true } else { false } }
}

/// What a symbol of the runtime means.
enum SymbolBinding: Hashable, Sendable {
    case function(FunctionID)
    case data(DataID, offset: UInt32)
    case global(GlobalID)
    case table
    case undefined(String)
}

/// A function `() -> any` that reads one export of a module.
struct NamespaceGetter: Hashable, Sendable {
    var module: ModuleID
    var name: String
    /// How the value is boxed.
    var type: MachineValueType
    /// A function's closure; its kind is known without looking.
    var isFunction: Bool
    var value: GlobalBinding
}

/// What a program of tests calls.
struct Testing: Hashable, Sendable {
    struct Test: Hashable, Sendable {
        var function: FunctionID
        /// What it returns, and as what; nil for nothing.
        var result: MachineValueType?
    }

    var tests: [Test] = []
    /// Functions of the runtime: `test_index`, `test_check`, `test_passed`.
    var index: FunctionID
    var check: FunctionID
    var passed: FunctionID
}

struct RequestedExport: Hashable, Sendable {
    enum Target: Hashable, Sendable {
        case function(FunctionID)
        case global(GlobalID)
    }

    var name: String
    var target: Target
}

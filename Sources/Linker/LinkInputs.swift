import Diagnostics
import ModuleSystem
import WasmFormat

/// What is linked.
public struct LinkInputs: Sendable {
    /// Objects in any order. Those that the entry does not need are left out.
    public var objects: LinkObjects
    public var runtime: RuntimeLibrary
    /// The module at which the program starts.
    public var entry: ModuleID

    public init(objects: LinkObjects, runtime: RuntimeLibrary, entry: ModuleID) {
        self.objects = objects
        self.runtime = runtime
        self.entry = entry
    }

    /// Reads the objects first; the name of each is what messages call it.
    public init(objects: [(name: String, bytes: [UInt8])], runtime: RuntimeLibrary, entry: ModuleID, jobs: Int = 1) {
        self.init(objects: LinkObjects(objects, jobs: jobs), runtime: runtime, entry: entry)
    }

    /// The same with a runtime library of these bytes.
    public init(objects: [(name: String, bytes: [UInt8])], runtime: [UInt8], entry: ModuleID, jobs: Int = 1) {
        self.init(objects: LinkObjects(objects, jobs: jobs), runtime: RuntimeLibrary { runtime }, entry: entry)
    }
}

/// How to link.
public struct LinkOptions: Hashable, Sendable {
    /// Write a name section.
    public var keepNames: Bool
    /// Make a source map from the objects' positions.
    public var sourceMap: Bool
    /// Run-time errors tell of the calls that led to them, as far as the objects keep records of calls.
    public var callStacks = false
    /// Collect garbage at every opportunity and poison freed memory.
    public var collectorStress: Bool
    /// Optimize across modules: constants for variables that are never set, small functions in place of their calls, one function for equal ones.
    public var optimize: Bool
    /// Exports of the entry module that the result exports as well; they and what they need are kept.
    public var exports: [String]
    /// The result exports all functions and variables that the entry module exports.
    public var exportsAll = false
    /// Exported functions of the entry module, without parameters, that are tests: after the initializers the program runs the one whose
    /// position is its last argument, and ends with a status of `TestProtocol`. Nil for an ordinary program.
    public var tests: [String]?
    /// Make a library instead of a program: `_initialize` in place of `_start`, and exports that hosts can call: all of the entry module, or
    /// those that `exports` names.
    public var reactor: Bool
    /// Check that the code of objects is valid. Objects that the compiler has just made need not be checked.
    public var validate: Bool
    /// Fill in `LinkResult.report`.
    public var report: Bool
    /// Fill in `LinkResult.state` if that is possible.
    public var keepsState = false
    /// How many objects may be worked on at the same time. The result is the same.
    public var jobs = 1

    public init(
        keepNames: Bool = false, sourceMap: Bool = false, collectorStress: Bool = false, optimize: Bool = false, exports: [String] = [],
        tests: [String]? = nil, reactor: Bool = false, validate: Bool = false, report: Bool = false
    ) {
        self.keepNames = keepNames
        self.sourceMap = sourceMap
        self.collectorStress = collectorStress
        self.optimize = optimize
        self.exports = exports
        self.tests = tests
        self.reactor = reactor
        self.validate = validate
        self.report = report
    }
}

/// A program, or the reasons why there is none.
public struct LinkResult: Sendable {
    /// The wasm module; `nil` if there was an error.
    public var binary: [UInt8]?
    public var diagnostics: [Diagnostic]
    /// The source map, if asked for; its sources are paths as the objects have them, and its columns count Unicode scalars.
    public var sourceMap: WasmSourceMap?
    /// What went where and why, if asked for.
    public var report: LinkReport?
    /// What the result offers hosts, if it is a library.
    public var library: LibraryInterface?
    /// What a later link can use in which only few bodies have changed.
    public var state: LinkState?

    public init(
        binary: [UInt8]? = nil, diagnostics: [Diagnostic] = [], sourceMap: WasmSourceMap? = nil, report: LinkReport? = nil,
        library: LibraryInterface? = nil
    ) {
        self.binary = binary
        self.diagnostics = diagnostics
        self.sourceMap = sourceMap
        self.report = report
        self.library = library
    }
}

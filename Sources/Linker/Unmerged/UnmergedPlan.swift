import Basics
import Diagnostics
import ModuleSystem

/// How a host instantiates the objects of a program one by one. Everything in it is a number or a name: a loader needs to know
/// nothing of objects but their wasm imports.
public struct UnmergedPlan: Hashable, Sendable {
    /// Rises with every incompatible change of what `json` writes.
    public static let format = 1

    /// One object, in the order in which they are instantiated and initialized.
    public struct Module: Hashable, Sendable {
        public var id: ModuleID
        /// The address of its static data.
        public var memoryBase: UInt32
        /// The index of its first table element.
        public var tableBase: UInt32
        /// What to write into memory once the object's static data is there, by ascending address.
        public var words: [Word] = []
        /// The imports that are not exports of the module they name.
        public var moved: [Moved] = []
        /// The imports of immutable globals whose module comes later.
        public var constants: [Constant] = []
    }

    /// A 32-bit word in memory.
    public struct Word: Hashable, Sendable {
        public var address: UInt32
        public var value: UInt32
    }

    /// An import through a re-export, and where it is found.
    public struct Moved: Hashable, Sendable {
        public var module: ModuleID
        public var name: String
        public var origin: ModuleID
        public var originName: String
    }

    /// An import whose value is known.
    public struct Constant: Hashable, Sendable {
        public var module: ModuleID
        public var name: String
        public var value: Int32
    }

    /// A module that is used as a value.
    public struct Namespace: Hashable, Sendable {
        public var module: ModuleID
        /// Of its namespace object.
        public var address: UInt32
    }

    public var modules: [Module] = []
    public var namespaces: [Namespace] = []

    /// The plan as the loader reads it.
    ///
    /// - Parameters:
    ///   - compiler: the version of langc.
    ///   - files: where each object lies, parallel to `modules`.
    ///   - namespaces: where the module with the namespace objects lies; `nil` if there is none.
    ///   - all: every file that belongs to the program.
    public func json(compiler: String, files: [String], runtime: String, namespaces file: String?, all: [String]) -> String {
        let members: KeyValuePairs = [
            "format": String(Self.format),
            "compiler": JSONText.quoted(compiler),
            "runtime": JSONText.quoted(runtime),
            "namespaces": file.map { file in
                JSONText.object(["file": JSONText.quoted(file), "addresses": pairs(namespaces.map { ($0.module, $0.address) })])
            } ?? "null",
            "modules": "[\n" + zip(modules, files).map { "  " + json(of: $0, $1) }.joined(separator: ",\n") + "\n]",
            "files": JSONText.array(all.map(JSONText.quoted)),
        ]
        return "{\n" + members.map { "\(JSONText.quoted($0.key)): \($0.value)" }.joined(separator: ",\n") + "\n}\n"
    }

    private func json(of module: Module, _ file: String) -> String {
        JSONText.object([
            "id": JSONText.quoted(module.id.text),
            "file": JSONText.quoted(file),
            "memoryBase": String(module.memoryBase),
            "tableBase": String(module.tableBase),
            "words": JSONText.array(module.words.map { "\($0.address),\($0.value)" }),
            "moved": JSONText.array(module.moved.map { moved in
                JSONText.array([moved.module.text, moved.name, moved.origin.text, moved.originName].map(JSONText.quoted))
            }),
            "constants": JSONText.array(module.constants.map { constant in
                JSONText.array([JSONText.quoted(constant.module.text), JSONText.quoted(constant.name), String(constant.value)])
            }),
        ])
    }

    private func pairs(_ items: [(ModuleID, UInt32)]) -> String {
        JSONText.array(items.map { JSONText.array([JSONText.quoted($0.text), String($1)]) })
    }
}

/// A program as separate modules, or the reasons why there is none.
public struct UnmergedResult: Sendable {
    /// `nil` if there was an error.
    public var plan: UnmergedPlan?
    /// The bytes of the objects that take part, parallel to the plan's modules.
    public var objects: [[UInt8]] = []
    /// The runtime as a wasm module that exports what objects import from `langc:rt`.
    public var runtime: [UInt8] = []
    /// The wasm module with the namespace objects; `nil` if the program has none.
    public var namespaces: [UInt8]?
    public var diagnostics: [Diagnostic] = []
}

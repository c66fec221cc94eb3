import Basics
import Diagnostics
import ModuleSystem
import WasmFormat

/// Objects that were read and can be linked, in any order. What is wrong with those that cannot is told when they are linked.
public struct LinkObjects: Sendable {
    /// What an object is and needs.
    public struct Summary: Hashable, Sendable {
        public var module: ModuleID
        /// The modules to initialize before, in the order of the source.
        public var dependencies: [ModuleID]
    }

    /// A file that was read; shared, not copied.
    final class Item: Sendable {
        /// What messages call the file.
        let name: String
        /// `nil` if the file does not say so.
        let summary: Summary?
        let outcome: Result<ObjectFile, ReadObjects.Problem>
        /// What the file holds, if it is no object.
        let content: [UInt8]

        init(name: String, summary: Summary?, outcome: Result<ObjectFile, ReadObjects.Problem>, content: [UInt8]) {
            self.name = name
            self.summary = summary
            self.outcome = outcome
            self.content = content
        }
    }

    private(set) var items: [Item]

    /// Reads objects.
    ///
    /// - Parameters:
    ///   - inputs: each with the name that messages call it.
    ///   - jobs: how many may be read at the same time.
    ///   - validate: whether their code will be checked when they are linked; it is gone through while the bytes are at hand.
    public init(_ inputs: [(name: String, bytes: [UInt8])], jobs: Int = 1, validate: Bool = false) {
        items = parallelMap(inputs, jobs: jobs) { ReadObjects.read($0.name, $0.bytes, validate: validate) }
    }

    /// Loads objects and reads them, each right when it is there.
    ///
    /// - Parameters:
    ///   - names: of files, which is also what messages call them.
    ///   - load: gives what a file holds, on any thread.
    public init(
        loading names: [String], jobs: Int, validate: Bool, _ load: @escaping @Sendable (String) -> Result<[UInt8], FileSystemError>
    ) throws(FileSystemError) {
        let loaded = parallelMap(names, jobs: jobs) { name in load(name).map { ReadObjects.read(name, $0, validate: validate) } }
        items = []
        items.reserveCapacity(names.count)
        for item in loaded { items.append(try item.get()) }
    }

    public var count: Int { items.count }

    /// The name of the file at this position, and what it holds, if it is no object.
    public func unread(_ position: Int) -> (name: String, bytes: [UInt8]) { (items[position].name, items[position].content) }

    /// What each object is; `nil` if the file does not say so, which is then no object that this version of langc can link.
    public var summaries: [Summary?] { items.map(\.summary) }

    /// Some of them were compiled so that they keep records of calls, together with which they have positions.
    public var keepRecords: Bool {
        items.contains { item in
            if case .success(let file) = item.outcome { file.module.customSection(named: CodePositions.sectionName) != nil } else { false }
        }
    }

    /// Reads another object in place of the one at this position.
    public mutating func replace(_ position: Int, with input: (name: String, bytes: [UInt8])) {
        items[position] = ReadObjects.read(input.name, input.bytes, validate: false)
    }

    /// Adds other objects.
    public mutating func append(contentsOf other: LinkObjects) { items += other.items }
}

import Basics
import ModuleSystem
import WasmFormat

/// What went where, and why: for `--map`, `--treemap`, `--why-live`, `--print-removed` and `--print-init-order`.
public struct LinkReport: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        case function, data, global
    }

    public struct Item: Hashable, Sendable {
        public var kind: Kind
        public var name: String
        /// The module, or `runtime`.
        public var owner: String
        /// Index of a function or global, address of data; `nil` if removed.
        public var place: UInt32?
        /// Bytes of code, or of memory.
        public var size: Int
        /// Bytes of the program's file; 0 for what shares the bytes of something equal.
        public var fileSize = 0
        /// What made it live, as an index into `items`; `nil` for what is wanted for itself (see `cause`) and for what was removed.
        public var neededBy: Int?
        /// Why it is wanted for itself.
        public var cause: String?
        /// Where the module of what needs it imports it, as `main.atl:1:10`, if that is another module.
        public var importPlace: String?
    }

    /// Bytes of the program's file that are no single function or piece of data.
    public struct Part: Hashable, Sendable {
        public var name: String
        public var size: Int

        public init(name: String, size: Int) {
            self.name = name
            self.size = size
        }
    }

    /// Everything that could have become part of the result: functions, then data, then globals.
    public private(set) var items: [Item] = []
    /// The modules in order of initialization, the entry last.
    public private(set) var initialization: [InitializationStep]

    /// What the program exports to whoever runs it, in order.
    public private(set) var exports: [String] = []

    /// Module ids in order of initialization.
    public var initializationOrder: [String] { initialization.map(\.module) }

    /// Headers, tables and names, in the order of the file. With the `fileSize` of all items they make up the whole file.
    public private(set) var parts: [Part]
    /// The size of the program after an optimizer has changed it as a whole; everything else here is about the program before.
    public var optimizedSize: Int?

    /// Bytes of the program's file.
    public var fileSize: Int { items.reduce(0) { $0 + $1.fileSize } + parts.reduce(0) { $0 + $1.size } }

    /// Something that was added to the file after linking.
    public mutating func append(_ part: Part) { parts.append(part) }

    init(_ program: Program, _ live: LiveSet, _ layout: Layout, _ output: Emit.Output) {
        initialization = InitializationStep.steps(program, live)
        exports = (try? WasmModule(reading: output.binary))?.exports.map(\.name) ?? []
        let attribution = FileAttribution(output.binary, program, layout)
        parts = attribution.rest
        let namer = FunctionNamer(program)
        let places = ImportPlaces(program)
        let firstData = program.functions.count
        let firstGlobal = firstData + program.data.count
        func add(
            _ node: LiveSet.Node, _ kind: Kind, _ name: String, _ owner: String, _ place: UInt32, size: Int, fileSize: Int, _ reason: LiveSet.Reason
        ) {
            var item = Item(kind: kind, name: name, owner: owner, place: Self.place(place), size: size, fileSize: fileSize)
            switch reason {
            case .none: break
            case .root(let root): item.cause = root.text
            case .node(let user):
                item.importPlace = places.place(of: node, for: user)
                switch user {
                case .function(let id): item.neededBy = id.offset
                case .data(let id): item.neededBy = firstData + id.offset
                case .global(let id): item.neededBy = firstGlobal + id.offset
                }
            }
            items.append(item)
        }
        var sizes: [Int] = program.functions.indices.map { live.functions[$0.offset] ? 0 : Self.size(of: $0, program) }
        for (id, size) in zip(layout.definedFunctions, output.codeSizes) { sizes[id.offset] = size }
        for id in program.functions.indices {
            add(
                .function(id), .function, namer.name(of: id) ?? "function \(id.raw)", Self.owner(of: program.functions[id].origin, program),
                layout.functionIndices[id.offset], size: sizes[id.offset], fileSize: attribution.functions[id.offset], live.functionReasons[id.offset])
        }
        for id in program.data.indices {
            add(
                .data(id), .data, RuntimeNames.data(program.name(of: id)), Self.owner(of: program.data[id].origin, program),
                layout.dataAddresses[id.offset], size: Int(program.data[id].size), fileSize: attribution.data[id.offset], live.dataReasons[id.offset])
        }
        for id in program.globals.indices {
            add(
                .global(id), .global, namer.name(of: id) ?? "global \(id.raw)", Self.owner(of: program.globals[id].origin, program),
                layout.globalIndices[id.offset], size: 0, fileSize: 0, live.globalReasons[id.offset])
        }
    }

    /// What is in the result, by kind and place.
    public var kept: [Item] {
        items.filter { $0.place != nil }.sorted { ($0.kind.rawValue, $0.place ?? 0) < ($1.kind.rawValue, $1.place ?? 0) }
    }

    /// What is not.
    public var removed: [Item] { items.filter { $0.place == nil } }

    /// The chain of needs that leads from something wanted for itself to the thing called `name`, that thing first; `nil` if no such
    /// thing is in the result. A function is called by its module's and its own name; the latter alone will do.
    public func whyLive(_ name: String) -> [Item]? {
        func index(where isWanted: (Item) -> Bool) -> Int? { items.firstIndex { $0.place != nil && isWanted($0) } }
        let found = index { $0.name == name || $0.name == RuntimeNames.readable(name) } ?? index { $0.shortName == name }
        guard var index = found else { return nil }
        var chain = [items[index]]
        // Each step leads to something that was marked before, so the walk ends.
        while let next = items[index].neededBy {
            chain.append(items[next])
            index = next
        }
        return chain
    }

    private static func place(_ number: UInt32) -> UInt32? { number == Layout.none ? nil : number }

    private static func size(of id: FunctionID, _ program: Program) -> Int {
        switch program.functions[id].origin {
        case .object(let file, let position): program.files[file].module.bodies[position].range.count
        case .runtime(let position): program.runtime.module.bodies[position].range.count
        default: 0
        }
    }

    private static func owner(of origin: LinkedFunction.Origin, _ program: Program) -> String {
        switch origin {
        case .object(let file, _): program.files[file].id.text
        case .getter(let index): program.getters[index].module.text
        case .host(let index): program.externals[index].module
        case .runtime, .undefined, .markRoots, .address, .shadowStackTop: "runtime"
        }
    }

    private static func owner(of origin: DataItem.Origin, _ program: Program) -> String {
        switch origin {
        case .object(let file, _): program.files[file].id.text
        case .runtime: "runtime"
        case .synthetic: "linker"
        }
    }

    private static func owner(of origin: LinkedGlobal.Origin, _ program: Program) -> String {
        switch origin {
        case .object(let file, _): program.files[file].id.text
        default: "runtime"
        }
    }
}

extension LinkReport.Item {
    /// The name without that of the module.
    public var shortName: String {
        let stem = kind == .data ? "" : owner == "runtime" ? "runtime." : FunctionNamer.stem(of: ModuleID(owner)) + "."
        return !stem.isEmpty && name.hasPrefix(stem) ? String(name.dropFirst(stem.count)) : name
    }
}

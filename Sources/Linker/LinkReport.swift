import Basics
import ModuleSystem
import WasmFormat

/// What went where, and why: for `--map`, `--why-live`, `--print-removed` and `--print-init-order`.
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
        /// Bytes of code or data.
        public var size: Int
        /// What made it live, as an index into `items`; `nil` for what is wanted for itself (see `cause`) and for what was removed.
        public var neededBy: Int?
        /// Why it is wanted for itself.
        public var cause: String?
    }

    /// Everything that could have become part of the result: functions, then data, then globals.
    public private(set) var items: [Item] = []
    /// The modules in order of initialization, the entry last.
    public private(set) var initialization: [InitializationStep]

    /// Module ids in order of initialization.
    public var initializationOrder: [String] { initialization.map(\.module) }

    init(_ program: Program, _ live: LiveSet, _ layout: Layout, _ output: Emit.Output) {
        initialization = InitializationStep.steps(program, live)
        let namer = FunctionNamer(program)
        var sizes = [Int](repeating: 0, count: program.functions.count)
        for (id, size) in zip(layout.definedFunctions, output.codeSizes) { sizes[id.offset] = size }
        let firstData = program.functions.count
        let firstGlobal = firstData + program.data.count
        func reason(_ reason: LiveSet.Reason) -> (Int?, String?) {
            switch reason {
            case .none: (nil, nil)
            case .root(let text): (nil, text.description)
            case .node(.function(let id)): (id.offset, nil)
            case .node(.data(let id)): (firstData + id.offset, nil)
            case .node(.global(let id)): (firstGlobal + id.offset, nil)
            }
        }
        for id in program.functions.indices {
            let (neededBy, cause) = reason(live.functionReasons[id.offset])
            let size = live.functions[id.offset] ? sizes[id.offset] : Self.size(of: id, program)
            items.append(
                Item(
                    kind: .function, name: namer.name(of: id) ?? "function \(id.raw)",
                    owner: Self.owner(of: program.functions[id].origin, program),
                    place: Self.place(layout.functionIndices[id.offset]), size: size, neededBy: neededBy, cause: cause))
        }
        for id in program.data.indices {
            let (neededBy, cause) = reason(live.dataReasons[id.offset])
            items.append(
                Item(
                    kind: .data, name: program.name(of: id), owner: Self.owner(of: program.data[id].origin, program),
                    place: Self.place(layout.dataAddresses[id.offset]), size: Int(program.data[id].size), neededBy: neededBy, cause: cause))
        }
        for id in program.globals.indices {
            let (neededBy, cause) = reason(live.globalReasons[id.offset])
            items.append(
                Item(
                    kind: .global, name: namer.name(of: id) ?? "global \(id.raw)", owner: Self.owner(of: program.globals[id].origin, program),
                    place: Self.place(layout.globalIndices[id.offset]), size: 0, neededBy: neededBy, cause: cause))
        }
    }

    /// What is in the result, by kind and place.
    public var kept: [Item] {
        items.filter { $0.place != nil }.sorted { ($0.kind.rawValue, $0.place ?? 0) < ($1.kind.rawValue, $1.place ?? 0) }
    }

    /// What is not.
    public var removed: [Item] { items.filter { $0.place == nil } }

    /// The chain of needs that leads from something wanted for itself to the thing called `name`, that thing first; `nil` if no such
    /// thing is in the result.
    public func whyLive(_ name: String) -> [Item]? {
        guard var index = items.firstIndex(where: { ($0.name == name || $0.name == RuntimeNames.readable(name)) && $0.place != nil }) else { return nil }
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
        case .host(let module, _): module
        case .runtime, .undefined, .markRoots, .address: "runtime"
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

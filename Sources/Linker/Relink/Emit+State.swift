import Basics
import WasmFormat

/// What is kept for links to come.
extension Emit {
    /// The state of the program; nil if it is of a kind that is always linked as a whole.
    ///
    /// - Parameter codeSizes: by file, how many bytes its bodies take.
    func state(codeSizes: [Int]) -> LinkState? {
        guard Relinker.supports(options), program.library == nil, program.testing == nil else { return nil }
        var state = LinkState()
        state.usesTable = usesTable
        state.hasNames = options.keepNames
        let sharing = findSharing()
        for (index, file) in program.files.enumerated() {
            state.append(stateObject(of: index, sharing), module: file.id, codeSize: codeSizes[index])
        }
        guard Set(state.modules).count == state.modules.count else { return nil }
        for id in program.data.indices where program.data[id].isMergeable && layout.representatives[id.offset] == id && live.data[id.offset] {
            state.contents.append(fingerprint(of: id))
        }
        return state
    }

    /// By data item.
    private func findSharing() -> [LinkState.Sharing] {
        func owner(_ id: DataID) -> Int? {
            if case .object(let file, _) = program.data[id].origin { file } else { nil }
        }
        // By item that stands for others, what its place is shared with.
        var found = [LinkState.Sharing](repeating: .none, count: program.data.count)
        for id in program.data.indices where live.data[id.offset] && layout.representatives[id.offset] != id {
            let first = layout.representatives[id.offset]
            let isInside = owner(id) != nil && owner(id) == owner(first) && found[first.offset] != .outside
            found[first.offset] = isInside ? .inside : .outside
        }
        return program.data.indices.map { live.data[$0.offset] ? found[layout.representatives[$0.offset].offset] : .none }
    }

    private func stateObject(of file: Int, _ sharing: [LinkState.Sharing]) -> LinkState.Object {
        let bindings = program.bindings[file]
        var object = LinkState.Object()
        object.functions = bindings.functions.map { $0.map { layout.functionIndices[$0.offset] } ?? IndexMapping.removed }
        object.types = zip(live.types[file], bindings.types).map { isLive, type in
            isLive ? knownNumber(ofType: type) : IndexMapping.removed
        }
        object.globals.reserveCapacity(2 * bindings.globals.count)
        for binding in bindings.globals {
            let (kind, value): (LinkState.Global, UInt32) = switch target(of: binding) {
            case .index(let index): (.index, index)
            case .i32(let value): (.i32, UInt32(bitPattern: value))
            case .removed, .code: (.removed, 0)
            }
            object.globals.append(kind.rawValue)
            object.globals.append(value)
        }
        for item in program.files[file].link.data.indices {
            let id = bindings.firstData + item
            object.addresses.append(layout.dataAddresses[id])
            object.sharing.append(sharing[id].rawValue)
        }
        return object
    }

    private func fingerprint(of id: DataID) -> UInt64 {
        let words = program.relocations(of: id).lazy.map { relocation -> (offset: Int, isItself: Bool, value: UInt32) in
            if case .data(id, let addend) = relocation.target { return (relocation.offset, true, addend) }
            return (relocation.offset, false, value(of: relocation.target))
        }
        return ItemContent.fingerprint(of: program.bytes(of: id), words)
    }
}

import Basics
import ModuleSystem
import WasmFormat

/// The content of data items.
extension Program {
    /// The item of an object that contains the byte at `offset` of the object's data, and the distance from its start.
    func data(of file: Int, at offset: UInt32) -> (DataID, UInt32)? {
        files[file].place(of: offset).map { (DataID(bindings[file].firstData + Int($0.item)), $0.addend) }
    }

    /// The bytes of an item; if there are fewer than its size, the rest is zero.
    func bytes(of id: DataID) -> ArraySlice<UInt8> {
        switch data[id].origin {
        case .object(let file, let index):
            let object = files[file]
            return object.module.bytes[object.dataRange(of: index)]
        case .runtime(let segment): return runtime.module.bytes[runtime.module.data[segment].range]
        case .synthetic(let index): return synthetic[index].bytes[...]
        }
    }

    /// Gives the bytes of an item at a fixed address.
    @inline(__always)
    func withBytes<Result>(of id: DataID, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        switch data[id].origin {
        case .object(let file, let index):
            let range = files[file].dataRange(of: index)
            return files[file].module.bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
        default: return bytes(of: id).withUnsafeBufferPointer(body)
        }
    }

    /// See `ContentHash`.
    @inline(__always)
    func contentHash(of id: DataID) -> UInt64 {
        if case .object(let file, let index) = data[id].origin { return files[file].contentHashes[index] }
        return bytes(of: id).withUnsafeBufferPointer(ContentHash.hash)
    }

    /// The words of an item that hold addresses, ascending.
    func relocations(of id: DataID) -> ArraySlice<DataRelocation> { relocations[relocationRange(of: id)] }

    /// Which of `relocations` are those of an item.
    @inline(__always)
    func relocationRange(of id: DataID) -> Range<Int> { Int(relocationStarts[id.offset])..<Int(relocationStarts[id.offset + 1]) }

    /// Says once what the words of all items hold, when all imports are bound. Data items of the objects come first, in the order of the objects.
    mutating func bindRelocations(jobs: Int) {
        let program = self
        relocations = parallelArray(parts: files.map { $0.link.data.allRelocations.count }, jobs: jobs) { program.bindRelocations(of: $0, in: $1) }
        relocationStarts.reserveCapacity(data.count + 1)
        relocationStarts.append(0)
        var base: UInt32 = 0
        for file in files {
            for head in file.link.data.heads { relocationStarts.append(base + head.relocationEnd) }
            base += UInt32(file.link.data.allRelocations.count)
        }
        for id in data.indices.dropFirst(relocationStarts.count - 1) {
            appendRelocations(of: id)
            relocationStarts.append(UInt32(relocations.count))
        }
    }

    /// - Parameter buffer: as long as there are relocations in the file.
    private func bindRelocations(of file: Int, in buffer: UnsafeMutableBufferPointer<DataRelocation>) {
        let (heads, words, first) = (files[file].link.data.heads, files[file].link.data.allRelocations, bindings[file].firstData)
        // Most lead into the same item, or where the one before has led.
        var known: (target: LinkRelocation.Target, bound: DataRelocation.Target)?
        var next = 0
        for (index, head) in heads.enumerated() {
            while next < head.relocationEnd {
                let bound: DataRelocation.Target
                let wanted = words[next].target
                if case .data(let offset) = wanted, offset >= head.offset, offset - head.offset < head.size {
                    bound = .data(DataID(first + index), addend: offset - head.offset)
                } else if let known, known.target == wanted {
                    bound = known.bound
                } else {
                    bound = target(wanted, file)
                    known = (wanted, bound)
                }
                buffer.initializeElement(at: next, to: DataRelocation(offset: Int(words[next].offset), target: bound))
                next += 1
            }
        }
    }

    private mutating func appendRelocations(of id: DataID) {
        switch data[id].origin {
        case .object: break
        case .runtime(let segment):
            let start = runtime.module.data[segment].range.lowerBound - runtime.dataStart
            for relocation in runtime.dataRelocations[runtime.segmentRelocations[segment]] {
                relocations.append(DataRelocation(offset: relocation.offset - start, target: target(relocation)))
            }
        case .synthetic(let index): relocations += synthetic[index].relocations
        }
    }

    /// What the word at an offset of an item would hold if it existed, for messages.
    func missingTarget(of id: DataID, at offset: Int) -> String {
        switch data[id].origin {
        case .object(let file, let index):
            switch files[file].link.data.relocations(of: index).first(where: { Int($0.offset) == offset })?.target {
            case .data(let place): return "data at \(place)"
            case .table(let position): return "table element \(position)"
            case nil: return "something"
            }
        case .runtime(let segment):
            let start = runtime.module.data[segment].range.lowerBound - runtime.dataStart
            let relocation = runtime.dataRelocations[runtime.segmentRelocations[segment]].first { $0.offset - start == offset }
            guard let relocation, relocation.kind != .typeIndexLEB else { return "a type" }
            if case .undefined(let name) = symbols[Int(relocation.index)] { return name }
            return runtime.symbols[Int(relocation.index)].name
        case .synthetic: return "something"
        }
    }

    private func target(_ target: LinkRelocation.Target, _ file: Int) -> DataRelocation.Target {
        switch target {
        case .data(let offset):
            guard let (item, addend) = data(of: file, at: offset) else { return .undefined }
            return .data(item, addend: addend)
        case .table(let index):
            let elements = files[file].elements
            guard Int(index) < elements.count, let function = bindings[file].functions[Int(elements[Int(index)])] else {
                return .undefined
            }
            return .slot(function)
        }
    }

    private func target(_ relocation: Relocation) -> DataRelocation.Target {
        guard relocation.kind != .typeIndexLEB else { return .undefined }
        switch (relocation.kind, symbols[Int(relocation.index)]) {
        case (.memoryAddressI32, .data(let item, let offset)):
            return .data(item, addend: offset &+ UInt32(bitPattern: relocation.addend))
        case (.tableIndexI32, .function(let function)): return .slot(function)
        case (.functionIndexI32, .function(let function)): return .functionIndex(function)
        case (.globalIndexI32, .global(let global)): return .globalIndex(global)
        default: return .undefined
        }
    }

    /// What to call an item in messages and maps.
    func name(of id: DataID) -> String {
        switch data[id].origin {
        case .object(let file, let index): files[file].link.data.name(of: index)
        case .runtime(let segment): runtime.linking.segments[segment].name
        case .synthetic(let index): synthetic[index].name
        }
    }
}

/// Calls and accesses to globals, which nearly all places are.
extension BodyRewriter {
    /// What a global becomes, in two numbers.
    struct FlatGlobal: Sendable {
        enum Kind: UInt8, Sendable {
            case index, i32
            /// `GlobalTarget` has the instruction.
            case code
            /// Must not be used.
            case removed
        }

        var kind: Kind
        var value: UInt32

        init(_ target: IndexMapping.GlobalTarget) {
            switch target {
            case .index(let index): (kind, value) = (.index, index)
            case .i32(let number): (kind, value) = (.i32, UInt32(bitPattern: number))
            case .code: (kind, value) = (.code, 0)
            case .removed: (kind, value) = (.removed, 0)
            }
        }
    }

    /// How many places are looked at in one go.
    private static let chunk = 128

    /// Copies the code up to and with the instructions at some places, as long as these are common ones.
    ///
    /// - Parameters:
    ///   - copied: what comes before has been copied already.
    ///   - end: where the body ends.
    /// - Returns: how many of the places are done, perhaps not all that could be.
    mutating func rewriteCommon(_ places: ArraySlice<UInt32>, in bytes: [UInt8], _ copied: inout Int, end: Int) -> Int {
        let part = places.prefix(Self.chunk)
        guard let last = part.last, copied <= Int(last), end <= bytes.count else { return 0 }
        // What no instruction here becomes longer than.
        let room = Int(last) + longestReplacement * part.count - copied
        return bytes.withUnsafeBufferPointer { bytes in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room) { buffer in
                guard let target = buffer.baseAddress, let source = bytes.baseAddress else { return 0 }
                var writer = CodeCopier(source: source, target: target, copied: copied)
                let count = part.withUnsafeBufferPointer { rewriteCommon($0, upTo: last, bytes, &writer, end) }
                output.append(contentsOf: UnsafeBufferPointer(start: target, count: writer.count))
                copied = writer.copied
                return count
            }
        }
    }

    private mutating func rewriteCommon(
        _ places: UnsafeBufferPointer<UInt32>, upTo last: UInt32, _ bytes: UnsafeBufferPointer<UInt8>, _ writer: inout CodeCopier, _ end: Int
    ) -> Int {
        let start = output.count
        for (position, place) in places.enumerated() {
            guard Int(place) >= writer.copied, place <= last, let reference = ShortReference(in: bytes, at: Int(place), end: end) else { return position }
            switch reference.kind {
            case .call:
                if reference.index < mapping.replacedCalls.count, let replacement = mapping.replacedCalls[reference.index] {
                    writer.copy(upTo: Int(place), resumeAt: reference.end)
                    writer.append(replacement.call)
                } else {
                    guard reference.index < mapping.functions.count, mapping.functions[reference.index] != IndexMapping.removed else { return position }
                    let index = mapping.functions[reference.index]
                    if Int(index) == reference.index { continue }
                    writer.copy(upTo: Int(place) + 1, resumeAt: reference.end)
                    writer.append(unsigned: index)
                }
            case .globalGet, .globalSet:
                guard reference.index < globals.count else { return position }
                let global = globals[reference.index]
                switch global.kind {
                case .index:
                    if Int(global.value) == reference.index { continue }
                    writer.copy(upTo: Int(place) + 1, resumeAt: reference.end)
                    writer.append(unsigned: global.value)
                case .i32:
                    guard reference.kind == .globalGet else { return position }
                    writer.copy(upTo: Int(place), resumeAt: reference.end)
                    writer.append(i32: Int32(bitPattern: global.value))
                case .code:
                    guard reference.kind == .globalGet, case .code(let code) = mapping.globals[reference.index] else { return position }
                    writer.copy(upTo: Int(place), resumeAt: reference.end)
                    writer.append(code)
                case .removed: return position
                }
            }
            note(source: reference.end, target: start + writer.count)
        }
        return places.count
    }
}

/// Copies code to an address, where there is enough room.
private struct CodeCopier {
    let source: UnsafePointer<UInt8>
    let target: UnsafeMutablePointer<UInt8>
    /// Up to where the source was copied, or is left out.
    var copied: Int
    var count = 0

    @inline(__always)
    mutating func copy(upTo end: Int, resumeAt next: Int) {
        (target + count).update(from: source + copied, count: end - copied)
        count += end - copied
        copied = next
    }

    mutating func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            (target + count).update(from: start, count: bytes.count)
            count += bytes.count
        }
    }

    @inline(__always)
    private mutating func append(_ byte: UInt8) {
        target[count] = byte
        count += 1
    }

    @inline(__always)
    mutating func append(unsigned value: UInt32) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    /// The instruction that pushes a number.
    @inline(__always)
    mutating func append(i32 value: Int32) {
        append(UInt8(truncatingIfNeeded: Opcode.i32Const.rawValue))
        var rest = value
        while rest < -64 || rest > 63 {
            append(UInt8(truncatingIfNeeded: rest) & 0x7F | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest) & 0x7F)
    }
}

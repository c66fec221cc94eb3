import Basics
import ModuleSystem
import WasmFormat

/// Puts changed bodies into a program, without linking it anew.
///
/// That is possible where a change shows in nothing but code and constant data: the objects before and after import, export and define the same,
/// and every function still refers to all it referred to before, and to nothing that the program does not have. So what is alive, and every
/// index and address, stay as they are. Everything else is left to `Linker`.
public enum Relinker {
    /// An object and what takes its place.
    public struct Replacement: Sendable {
        public var module: ModuleID
        public var old: [UInt8]
        public var new: [UInt8]

        public init(module: ModuleID, old: [UInt8], new: [UInt8]) {
            self.module = module
            self.old = old
            self.new = new
        }
    }

    /// Whether programs that are linked like this can be changed.
    static func supports(_ options: LinkOptions) -> Bool {
        !options.optimize && !options.sourceMap && !options.reactor && !options.validate && options.tests == nil
    }

    /// Changes a program to what linking it with the new objects gives, byte for byte.
    ///
    /// - Parameters:
    ///   - program: stays as it is if the result is false.
    ///   - state: what belongs to the program, and stays so.
    /// - Returns: false if the program has to be linked.
    public static func replace(_ replacements: [Replacement], in program: inout [UInt8], _ state: inout LinkState) -> Bool {
        guard let sections = ProgramSections(program),
            state.codeSizes.reduce(sections.firstBody, { $0 + Int($1) }) <= sections.code.content.upperBound
        else { return false }
        var image: DataImage?
        var codes: [(position: Int, bytes: [UInt8])] = []
        var changed = state
        for replacement in replacements {
            guard let position = state.position(of: replacement.module), !codes.contains(where: { $0.position == position }),
                let object = state.object(at: position), let change = ObjectChange(replacement, hasNames: state.hasNames),
                let code = change.code(object, usesTable: state.usesTable)
            else { return false }
            codes.append((position, code))
            let items = change.changedItems(object)
            guard !items.isEmpty else { continue }
            if image == nil { image = DataImage(program, sections.data) }
            guard image?.replace(items, change, object, &changed.contents) == true else { return false }
        }
        write(codes.sorted { $0.position < $1.position }, image, sections, &program, &changed)
        state = changed
        return true
    }

    /// Writes from the end to the front, so that places stay what they are until they have been written.
    private static func write(
        _ codes: [(position: Int, bytes: [UInt8])], _ image: DataImage?, _ sections: ProgramSections, _ program: inout [UInt8], _ state: inout LinkState
    ) {
        if let image, let data = sections.data { program.replaceSubrange(data.whole, with: image.section) }
        var starts: [Int] = []
        var place = sections.firstBody
        var next = 0
        for (position, size) in state.codeSizes.enumerated() where next < codes.count {
            if codes[next].position == position {
                starts.append(place)
                next += 1
            }
            place += Int(size)
        }
        var size = sections.code.content.count
        for (start, code) in zip(starts, codes).reversed() {
            let old = Int(state.codeSizes[code.position])
            program.replaceSubrange(start..<start + old, with: code.bytes)
            state.codeSizes[code.position] = UInt32(clamping: code.bytes.count)
            size += code.bytes.count - old
        }
        var head = ByteWriter()
        head.append(u8: SectionID.code.rawValue)
        head.append(uleb64: UInt64(size))
        program.replaceSubrange(sections.code.whole.lowerBound..<sections.code.content.lowerBound, with: head.bytes)
    }
}

/// Where the parts of a program are that may change.
struct ProgramSections {
    struct Section {
        /// With what stands in front of the content.
        var whole: Range<Int>
        var content: Range<Int>
    }

    var code: Section
    /// Where the first body begins, with its size in front.
    var firstBody: Int
    var data: Section?

    /// Nil if the program has no code.
    init?(_ program: [UInt8]) {
        var reader = ByteReader(program)
        var code: Section?
        do throws(ByteReader.Failure) {
            try reader.skip(8)
            while !reader.isAtEnd {
                let start = reader.offset
                let id = try reader.readU8()
                let size = Int(try reader.readULEB32())
                let section = Section(whole: start..<reader.offset + size, content: reader.offset..<reader.offset + size)
                try reader.skip(size)
                if id == SectionID.code.rawValue { code = section }
                if id == SectionID.data.rawValue { data = section }
            }
            guard let code else { return nil }
            try reader.seek(to: code.content.lowerBound)
            _ = try reader.readULEB32()
            self.code = code
            firstBody = reader.offset
        } catch { return nil }
    }
}

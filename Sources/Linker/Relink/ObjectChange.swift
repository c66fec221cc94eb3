import ModuleSystem
import WasmFormat

/// An object before and after a change that shows in nothing but code and data.
struct ObjectChange {
    let old: ObjectFile
    let new: ObjectFile

    /// Nil if something else has changed, or the objects cannot be read.
    ///
    /// - Parameter hasNames: the program has a name section, so that names count.
    init?(_ replacement: Relinker.Replacement, hasNames: Bool) {
        guard case .success(let old) = ReadObjects.read(replacement.module.text, replacement.old, validate: false).outcome,
            case .success(let new) = ReadObjects.read(replacement.module.text, replacement.new, validate: false).outcome,
            new.id == replacement.module, Self.looksTheSame(old, new), !hasNames || Self.names(old) == Self.names(new)
        else { return nil }
        self.old = old
        self.new = new
    }

    /// Whether both have the same to all steps of the linker that do not look at code and the bytes of data.
    private static func looksTheSame(_ old: ObjectFile, _ new: ObjectFile) -> Bool {
        let (left, right) = (old.module, new.module)
        return old.interfaceHash == new.interfaceHash && left.types == right.types && left.imports == right.imports
            && left.functions == right.functions && left.globals == right.globals && left.exports == right.exports && old.elements == new.elements
            && old.link.abi == new.link.abi && old.link.namespaceRequests == new.link.namespaceRequests
            && old.link.dependencies.elementsEqual(new.link.dependencies) { $0.module == $1.module && $0.interfaceHash == $1.interfaceHash }
            && old.link.data.elementsEqual(new.link.data) {
                $0.offset == $1.offset && $0.size == $1.size && $0.alignment == $1.alignment && $0.isMergeable == $1.isMergeable
                    && $0.relocations == $1.relocations
            }
    }

    private static func names(_ object: ObjectFile) -> ArraySlice<UInt8>? {
        object.module.customSection(named: NameSection.name).map { object.module.bytes[$0] }
    }

    // MARK: Code

    /// The new bodies as they stand in the program; nil if a function refers to something that the program does not have, or does not refer to
    /// something any more, which then may have to leave the program.
    func code(_ object: LinkState.Object, usesTable: Bool) -> [UInt8]? {
        let imported = new.module.importedFunctionCount
        guard object.functions.count == new.module.functionCount, object.types.count == new.module.types.count,
            object.globals.count == 2 * new.module.globalCount, object.addresses.count == new.link.data.count
        else { return nil }
        var rewriter = BodyRewriter(Self.mapping(object))
        var piece = CodePiece()
        for position in new.module.bodies.indices where object.functions[imported + position] != IndexMapping.removed {
            guard let before = References(old, position), let after = References(new, position), before.all.isSubset(of: after.all),
                usesTable || !after.useTable
            else { return nil }
            piece.append(new, position, new.scan.references, &rewriter)
            guard piece.errors.isEmpty else { return nil }
        }
        return piece.bytes
    }

    private static func mapping(_ object: LinkState.Object) -> IndexMapping {
        var mapping = IndexMapping()
        mapping.functions = object.functions
        mapping.types = object.types
        mapping.tables = [0]
        mapping.memories = [0]
        mapping.globals = stride(from: 0, to: object.globals.count, by: 2).map { place in
            let value = object.globals[place + 1]
            return switch LinkState.Global(rawValue: object.globals[place]) {
            case .index: .index(value)
            case .i32: .i32(Int32(bitPattern: value))
            case .removed, nil: .removed
            }
        }
        return mapping
    }

    /// What the body of a function refers to.
    private struct References {
        /// The kind of each thing, and its index.
        private(set) var all: Set<UInt64> = []
        private(set) var useTable = false

        /// Nil if the code is not what objects of langc have.
        init?(_ object: ObjectFile, _ position: Int) {
            guard object.scan.references.error(in: position) == nil else { return nil }
            var reader = InstructionReader(object.module.bytes, object.module.bodies[position].instructions)
            for place in object.scan.references.places(in: position) {
                guard (try? reader.read(at: Int(place))) != nil else { return nil }
                switch reader.immediates {
                case .function: add(reader.opcode == .refFunc ? 1 : 0, reader.first)
                case .global: add(2, reader.first)
                case .typeAndTable:
                    add(3, reader.first)
                    useTable = true
                case .blockType:
                    if reader.value >= 0 { add(3, UInt32(truncatingIfNeeded: reader.value)) }
                case .table, .tableAndTable: useTable = true
                case .data, .element, .dataAndMemory, .elementAndTable: return nil
                default: break
                }
            }
            if useTable { add(4, 0) }
        }

        private mutating func add(_ kind: UInt64, _ index: UInt32) { all.insert(kind << 32 | UInt64(index)) }
    }

    // MARK: Data

    /// The bytes of an item; if there are fewer than its size, the rest is zero.
    static func bytes(_ object: ObjectFile, _ item: Int) -> ArraySlice<UInt8> {
        object.module.bytes[object.dataRange(of: item)]
    }

    /// The items of the program whose bytes are others than before.
    func changedItems(_ object: LinkState.Object) -> [Int] {
        new.link.data.indices.filter { object.addresses[$0] != IndexMapping.removed && !isSame($0) }
    }

    private func isSame(_ item: Int) -> Bool { Self.bytes(old, item) == Self.bytes(new, item) }
}

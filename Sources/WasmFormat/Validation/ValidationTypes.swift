/// A list of types that `ValidationTypes` holds.
struct TypeList {
    private let first: UInt32
    private let number: UInt32

    /// Lists come from a module, of less than 4 GiB.
    init(start: Int, count: Int) {
        first = UInt32(truncatingIfNeeded: start)
        number = UInt32(truncatingIfNeeded: count)
    }

    var start: Int { Int(first) }
    var count: Int { Int(number) }

    static let none = TypeList(start: 0, count: 0)
}

/// What a function takes and returns, or a block.
struct Signature {
    var parameters: TypeList
    var results: TypeList
}

/// The types of a module and of the function that is validated, at fixed addresses, so that looking one up costs a load and counts no references.
final class ValidationTypes {
    /// In the type of a global: it may be set.
    static let mutableFlag: UInt8 = 0x80
    static let typeMask: UInt8 = 0x7F
    /// How many locals `locals` has room for.
    static let localLimit = 64

    /// All types that occur: those of values, each alone, in order of their codes; then parameters and results of the module's types.
    private let pool: UnsafeMutablePointer<UInt8>
    /// By index of the type.
    let signatures: UnsafeMutablePointer<Signature>
    let signatureCount: Int
    /// By index of the function.
    let functions: UnsafeMutablePointer<Signature>
    let functionCount: Int
    /// Types of globals, with `mutableFlag`.
    let globals: UnsafeMutablePointer<UInt8>
    let globalCount: Int
    /// The types of the first locals.
    let locals: UnsafeMutablePointer<UInt8>
    private(set) var localCount = 0
    let hasMemory: Bool

    init(_ module: WasmModule) {
        let total = module.types.reduce(128) { $0 + $1.parameters.count + $1.results.count }
        pool = .allocate(capacity: total)
        for code in 0..<128 { (pool + code).initialize(to: UInt8(code)) }
        signatureCount = module.types.count
        signatures = .allocate(capacity: max(signatureCount, 1))
        var next = 128
        for (index, type) in module.types.enumerated() {
            let parameters = TypeList(start: next, count: type.parameters.count)
            for value in type.parameters {
                (pool + next).initialize(to: value.rawValue)
                next += 1
            }
            for value in type.results {
                (pool + next).initialize(to: value.rawValue)
                next += 1
            }
            let results = TypeList(start: parameters.start + parameters.count, count: type.results.count)
            (signatures + index).initialize(to: Signature(parameters: parameters, results: results))
        }
        let functionTypes = module.functionTypeIndices
        functionCount = functionTypes.count
        functions = .allocate(capacity: max(functionCount, 1))
        for (index, type) in functionTypes.enumerated() { (functions + index).initialize(to: signatures[Int(type)]) }
        let globalTypes = module.globalTypes
        globalCount = globalTypes.count
        globals = .allocate(capacity: max(globalCount, 1))
        for (index, type) in globalTypes.enumerated() {
            (globals + index).initialize(to: type.value.rawValue | (type.isMutable ? Self.mutableFlag : 0))
        }
        locals = .allocate(capacity: Self.localLimit)
        hasMemory = module.memoryCount > 0
    }

    deinit {
        // All of them hold plain numbers.
        pool.deallocate()
        signatures.deallocate()
        functions.deallocate()
        globals.deallocate()
        locals.deallocate()
    }

    /// One type of a list.
    @inline(__always)
    subscript(list: TypeList, position: Int) -> UInt8 { pool[list.start + position] }

    /// Whether these are the types at an address.
    @inline(__always)
    func match(_ list: TypeList, _ operands: UnsafePointer<UInt8>) -> Bool {
        for position in 0..<list.count where operands[position] != pool[list.start + position] { return false }
        return true
    }

    /// Puts the types of a list to an address.
    @inline(__always)
    func copy(_ list: TypeList, to operands: UnsafeMutablePointer<UInt8>) {
        for position in 0..<list.count { operands[position] = pool[list.start + position] }
    }

    /// The list of one type; the empty one for the code of none.
    func single(_ code: UInt8) -> TypeList { TypeList(start: Int(code), count: ValueType(rawValue: code) == nil ? 0 : 1) }

    func areEqual(_ first: TypeList, _ second: TypeList) -> Bool {
        first.count == second.count && (0..<first.count).allSatisfy { self[first, $0] == self[second, $0] }
    }

    /// - Parameters:
    ///   - ends: where each group of locals ends.
    ///   - types: of each group.
    func setLocals(ends: [UInt32], _ types: [UInt8]) {
        localCount = 0
        for (end, type) in zip(ends, types) {
            while localCount < min(Int(end), Self.localLimit) {
                (locals + localCount).initialize(to: type)
                localCount += 1
            }
        }
    }
}

/// The types of operands, at a fixed address between calls of `reserve`.
struct OperandStack {
    private final class Storage {
        let bytes: UnsafeMutablePointer<UInt8>
        let capacity: Int

        init(capacity: Int) {
            self.capacity = capacity
            bytes = .allocate(capacity: capacity)
        }

        deinit { bytes.deallocate() }
    }

    private var storage = Storage(capacity: 256)
    var count = 0

    /// Where the operands are; valid until more room is made.
    var base: UnsafeMutablePointer<UInt8> { storage.bytes }
    var capacity: Int { storage.capacity }

    subscript(index: Int) -> UInt8 {
        precondition(index >= 0 && index < count)
        return storage.bytes[index]
    }

    /// Makes room for more operands.
    mutating func reserve(_ more: Int) {
        guard count + more > storage.capacity else { return }
        let larger = Storage(capacity: 2 * (count + more))
        larger.bytes.update(from: storage.bytes, count: count)
        storage = larger
    }

    mutating func append(_ type: UInt8) {
        reserve(1)
        storage.bytes[count] = type
        count += 1
    }

    mutating func removeLast() -> UInt8 {
        precondition(count > 0)
        count -= 1
        return storage.bytes[count]
    }

    mutating func removeLast(downTo height: Int) { count = min(count, height) }

    mutating func removeAll() { count = 0 }
}

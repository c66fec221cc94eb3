import WasmFormat

/// A function that could become part of the result. Programs have a great many, so where it comes from takes two words.
struct LinkedFunction: Hashable, Sendable {
    enum Origin: Hashable, Sendable {
        /// The function at this position among those that a file defines.
        case object(file: Int, position: Int)
        case runtime(position: Int)
        /// Imported by the result. Index in `Program.externals`.
        case host(Int)
        /// Declared by the runtime but nowhere defined. Index in `Program.externals`.
        case undefined(Int)
        case markRoots
        /// Returns an address that only the layout knows.
        case address(LayoutAddress)
        /// Returns the shadow stack pointer.
        case shadowStackTop
        /// Index in `Program.getters`.
        case getter(Int)
    }

    /// A file, or one of `Maker`.
    private let maker: UInt32
    private let position: UInt32
    /// In `Program.types`.
    let type: UInt32

    /// Who makes what no object contains: numbers that no file has.
    private enum Maker {
        static let runtime = UInt32.max
        static let host = UInt32.max - 1
        static let undefined = UInt32.max - 2
        static let markRoots = UInt32.max - 3
        static let address = UInt32.max - 4
        static let shadowStackTop = UInt32.max - 5
        static let getter = UInt32.max - 6
    }

    init(origin: Origin, type: UInt32) {
        self.type = type
        switch origin {
        case .object(let file, let position): (maker, self.position) = (UInt32(file), UInt32(position))
        case .runtime(let position): (maker, self.position) = (Maker.runtime, UInt32(position))
        case .host(let index): (maker, position) = (Maker.host, UInt32(index))
        case .undefined(let index): (maker, position) = (Maker.undefined, UInt32(index))
        case .markRoots: (maker, position) = (Maker.markRoots, 0)
        case .address(.shadowStackBase): (maker, position) = (Maker.address, 0)
        case .address(.heapBase): (maker, position) = (Maker.address, 1)
        case .shadowStackTop: (maker, position) = (Maker.shadowStackTop, 0)
        case .getter(let index): (maker, position) = (Maker.getter, UInt32(index))
        }
    }

    var origin: Origin {
        switch maker {
        case Maker.runtime: .runtime(position: Int(position))
        case Maker.host: .host(Int(position))
        case Maker.undefined: .undefined(Int(position))
        case Maker.markRoots: .markRoots
        case Maker.address: .address(position == 0 ? .shadowStackBase : .heapBase)
        case Maker.shadowStackTop: .shadowStackTop
        case Maker.getter: .getter(Int(position))
        default: .object(file: Int(maker), position: Int(position))
        }
    }
}

/// A piece of static data that is kept or removed as a whole; packed as functions are.
struct DataItem: Hashable, Sendable {
    enum Origin: Hashable, Sendable {
        /// Index in the file's `link.data`.
        case object(file: Int, item: Int)
        /// Index of the segment.
        case runtime(segment: Int)
        /// Index in `Program.synthetic`.
        case synthetic(Int)
    }

    /// A file, or one of two numbers that no file has.
    private let maker: UInt32
    private let position: UInt32
    let size: UInt32
    private let alignmentShift: UInt8
    /// One item will do for several of equal content.
    let isMergeable: Bool

    private static let runtime = UInt32.max
    private static let synthetic = UInt32.max - 1

    /// - Parameter alignment: in bytes, a power of two.
    init(origin: Origin, size: UInt32, alignment: UInt32, isMergeable: Bool = false) {
        self.size = size
        alignmentShift = UInt8(truncatingIfNeeded: alignment.trailingZeroBitCount)
        self.isMergeable = isMergeable
        switch origin {
        case .object(let file, let item): (maker, position) = (UInt32(file), UInt32(item))
        case .runtime(let segment): (maker, position) = (Self.runtime, UInt32(segment))
        case .synthetic(let index): (maker, position) = (Self.synthetic, UInt32(index))
        }
    }

    /// In bytes.
    var alignment: UInt32 { 1 << UInt32(alignmentShift) }

    var origin: Origin {
        switch maker {
        case Self.runtime: .runtime(segment: Int(position))
        case Self.synthetic: .synthetic(Int(position))
        default: .object(file: Int(maker), item: Int(position))
        }
    }
}

/// A global that could become part of the result.
struct LinkedGlobal: Hashable, Sendable {
    enum Origin: Hashable, Sendable {
        case object(file: Int, position: Int)
        case runtime(position: Int)
        case shadowStackPointer, stackDepth, cStackPointer
    }

    var origin: Origin
    var type: GlobalType
}

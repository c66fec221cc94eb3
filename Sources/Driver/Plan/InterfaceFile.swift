import Basics
import Diagnostics
import ModuleSystem

/// The interfaces that importers of a module need, in a file: its own, and those it refers to.
///
/// Source positions and documentation are left out, since no object depends on them. So a change of a body or of a comment
/// leaves the file as it was, and nothing that is made from it has to be made again.
public struct InterfaceFile: Sendable {
    private static let magic: [UInt8] = Array("langcif\0".utf8)

    /// Why a file of interfaces cannot be read, or not be made.
    public struct Failure: Error, Hashable, Sendable {
        public let message: String
    }

    /// By module, ascending.
    public private(set) var interfaces: [ModuleInterface]

    /// The interfaces of objects, and of what these refer to.
    ///
    /// - Parameters:
    ///   - objects: each with the name that messages call it.
    ///   - known: the interface files of the modules that these import.
    public init(objects: [(name: String, bytes: [UInt8])], known: [InterfaceFile]) throws(Failure) {
        var available: [ModuleID: ModuleInterface] = [:]
        for interface in known.lazy.flatMap(\.interfaces) { available[interface.module] = interface }
        var work: [ModuleID] = []
        for (name, bytes) in objects {
            let interface = try Self.interface(of: bytes, name)
            available[interface.module] = interface.withoutPlaces
            work.append(interface.module)
        }
        var kept: [ModuleID: ModuleInterface] = [:]
        while let module = work.popLast() {
            guard kept[module] == nil, let interface = available[module] else { continue }
            kept[module] = interface
            work += interface.references
        }
        interfaces = kept.values.sorted { $0.module < $1.module }
    }

    private static func interface(of object: [UInt8], _ name: String) throws(Failure) -> ModuleInterface {
        do {
            guard let interface = try Inspection(object).object?.interface else { throw Failure(message: "'\(name)' is not an object of langc") }
            return interface
        } catch let error as Inspection.Failure {
            throw Failure(message: "'\(name)' is not an object that this version of langc can read: \(error.message)")
        } catch let error as Failure {
            throw error
        } catch {
            throw Failure(message: "'\(name)' cannot be read")
        }
    }

    /// Whether a file is meant to be one.
    public static func isOne(_ bytes: [UInt8]) -> Bool { bytes.starts(with: magic) }

    /// Reads what `encoded` gives.
    public init(_ bytes: [UInt8]) throws(Failure) {
        guard Self.isOne(bytes) else { throw Failure(message: "it is not a file of interfaces") }
        var reader = ByteReader(bytes[Self.magic.count...])
        interfaces = []
        do {
            guard try reader.readString() == langcVersion else { throw Failure(message: "it was written by another version of langc") }
            for _ in 0..<(try reader.readCount()) {
                interfaces.append(try ModuleInterface(decoding: try reader.readLengthPrefixedBytes()))
            }
            guard reader.isAtEnd else { throw Failure(message: "it goes on after its end") }
        } catch let error as ByteReader.Failure {
            throw Failure(message: error.description)
        } catch let error as SectionError {
            throw Failure(message: error.description)
        } catch let error as Failure {
            throw error
        } catch {
            throw Failure(message: "it cannot be read")
        }
    }

    public var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.append(bytes: Self.magic)
        writer.append(string: langcVersion)
        writer.append(uleb32: UInt32(interfaces.count))
        for interface in interfaces { writer.append(lengthPrefixed: interface.encoded()) }
        return writer.bytes
    }
}

extension ModuleInterface {
    /// Without what the interface hash leaves out, except for the path of the source.
    fileprivate var withoutPlaces: ModuleInterface {
        var interface = self
        for index in interface.exports.indices {
            interface.exports[index].span = .none
            interface.exports[index].documentation = nil
        }
        return interface
    }
}

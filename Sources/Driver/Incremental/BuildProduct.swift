import Basics
import Diagnostics

/// Something that a command makes of a build.
public struct BuildProduct: Sendable {
    public enum Kind: UInt8, Sendable {
        /// A file at a path, or - for standard output.
        case file = 0
        /// One of the files of a directory that is written as a whole; its path counts from there.
        case part = 1
        /// Text for standard output.
        case text = 2
    }

    public var kind: Kind
    public var path: String
    public var bytes: [UInt8]

    public init(_ kind: Kind, path: String = "-", _ bytes: [UInt8]) {
        self.kind = kind
        self.path = path
        self.bytes = bytes
    }
}

/// What is to be kept of a build when its products are there.
struct UnfinishedRecord: Sendable {
    var cache: BuildCache
    var name: StableHash
    var record: BuildRecord
}

extension BuildResult {
    /// Keeps what a command has made of the build, so that the next build with equal `BuildOptions.products` has it if nothing has changed.
    ///
    /// - Parameter products: nil to have them made again next time.
    public func keep(_ products: [BuildProduct]?) {
        guard let unfinished, !hasErrors else { return }
        let cache = unfinished.cache
        var record = unfinished.record
        record.diagnostics = diagnostics.filter { !DriverDiagnostics.isAboutCache($0) }
        record.products = products.map { products in
            products.map { product in
                let content = StableHash(of: product.bytes)
                cache.write(.programs, content, product.bytes)
                return BuildRecord.Product(kind: product.kind, path: product.path, content: content)
            }
        }
        cache.write(.builds, unfinished.name, record.encoded())
    }
}

extension BuildCache {
    /// The products of a build; nil if one is not there.
    func read(_ products: [BuildRecord.Product]) -> [BuildProduct]? {
        var result: [BuildProduct] = []
        for product in products {
            guard let bytes = readAll(.programs, product.content) else { return nil }
            result.append(BuildProduct(product.kind, path: product.path, bytes))
        }
        return result
    }
}

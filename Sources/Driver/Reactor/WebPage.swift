import Basics
import Diagnostics
import RuntimeImage

/// A library as a folder for a web server: the wasm file, the modules for JavaScript, and a page that runs it and shows what it prints.
public struct WebPage: Sendable {
    /// By name, sorted.
    public let files: [(name: String, bytes: [UInt8])]

    public static let pageFile = "index.html"
    /// Every page that langc makes has this in it.
    private static let mark = "<meta name=\"generator\" content=\"langc\">"

    /// A page that an earlier build has made, of its parts.
    public init(_ products: [BuildProduct]) {
        files = products.filter { $0.kind == .part }.map { ($0.path, $0.bytes) }
    }

    init(wasm: [UInt8], sourceMap: String?, library: LibraryFiles) {
        let page = (RuntimeImage.reactorFile(Self.pageFile) ?? "")
            .replacing("TITLE", with: Self.escaped(library.name), maxReplacements: 1)
            .replacing("MODULE", with: JSONText.quoted("./\(LibraryFiles.urlPath(library.name)).instance.mjs"), maxReplacements: 1)
        var files = library.files.map { (name: $0.name, bytes: Array($0.text.utf8)) }
        files += [(library.wasm, wasm), (Self.pageFile, Array(page.utf8))]
        if let sourceMap { files.append((library.wasm + ".map", Array(sourceMap.utf8))) }
        self.files = files.sorted { $0.name < $1.name }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    public enum WriteError: Error {
        case system(FileSystemError)
        /// There is a page that langc has not made.
        case foreignPage

        /// In words.
        ///
        /// - Parameter directory: as the user named it.
        public func message(_ directory: String) -> String {
            switch self {
            case .system(let error): "cannot write '\(error.path)': \(error.cause.words)"
            case .foreignPage: "'\(directory)/\(WebPage.pageFile)' was not made by langc; name another directory"
            }
        }
    }

    /// Writes the files into a directory, all or none. The directory is made if it is not there; the one above must exist. Other files there stay.
    public func write(to directory: String, _ fileSystem: any FileSystem = RealFileSystem()) throws(WriteError) {
        let page = Path.join(directory, Self.pageFile)
        if fileSystem.exists(page) {
            guard let text = try? fileSystem.read(page), String(decoding: text, as: UTF8.self).contains(Self.mark) else { throw .foreignPage }
        }
        let isNew = !fileSystem.exists(directory)
        do throws(FileSystemError) {
            if isNew {
                guard fileSystem.isDirectory(Path.parent(directory)) else { throw FileSystemError(path: directory, cause: .notFound) }
                try fileSystem.createDirectories(directory)
            }
            try fileSystem.writeTogether(files.map { (Path.join(directory, $0.name), $0.bytes) })
        } catch {
            if isNew { try? fileSystem.remove(directory) }
            throw .system(error)
        }
    }
}

extension BuildResult {
    /// The page of a linked library called `name`; nil when no library was linked. The sources are not on the server, so its source map has them.
    public func webPage(name: String) -> WebPage? {
        guard let library = libraryFiles(wasm: name + ".wasm"), let program = program(mapName: name + ".wasm.map") else { return nil }
        return WebPage(wasm: program.binary, sourceMap: program.sourceMap, library: library)
    }
}

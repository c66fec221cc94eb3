import Basics
import Diagnostics
import ModuleSystem
import WasmFormat

/// Makes the source maps that the linker gives into those that are written: with the text of the sources, columns as JavaScript counts them, and
/// paths that lead from the map to the sources.
struct SourceMapText {
    /// The sources by the paths that objects have of them.
    let sources: SourceMap
    /// Where those paths count from, and where the map is going to lie: absolute canonical paths. Without them paths stay as they are.
    var root: String?
    var directory: String?

    /// - Parameter wasm: the name of the file that the map is of.
    func json(_ map: WasmSourceMap, wasm: String) -> String {
        var map = map
        let files = map.sources.enumerated().map { index, path in
            sources.source(at: path).flatMap { fits($0, map.mappings, index) ? $0 : nil }
        }
        let wide = files.map { $0.map(WideColumns.init) }
        for index in map.mappings.indices {
            guard let source = map.mappings[index].source, let columns = wide[source] else { continue }
            map.mappings[index].column = columns.units(line: map.mappings[index].line, column: map.mappings[index].column)
        }
        if files.contains(where: { $0 != nil }) { map.contents = files.map { $0.map { String(decoding: $0.bytes, as: UTF8.self) } } }
        map.sources = map.sources.map(url)
        return map.json(file: wasm)
    }

    /// Whether the text can be the one that was compiled: a source that was found later may have changed.
    private func fits(_ file: SourceFile, _ mappings: [WasmSourceMap.Mapping], _ source: Int) -> Bool {
        mappings.allSatisfy { mapping in
            guard mapping.source == source else { return true }
            guard mapping.line < file.lineStarts.count else { return false }
            let end = mapping.line + 1 < file.lineStarts.count ? Int(file.lineStarts[mapping.line + 1]) : file.bytes.count
            return mapping.column <= end - Int(file.lineStarts[mapping.line])
        }
    }

    private func url(_ path: String) -> String {
        if ModuleID(path).isStandard { return path }
        guard let root, let directory else { return Self.escaped(path) }
        return Self.escaped(Path.relative(Path.join(root, path), from: directory))
    }

    /// The path as a URL: what has a meaning there is escaped, other characters stay readable.
    private static func escaped(_ path: String) -> String {
        path.replacing("%", with: "%25").replacing("?", with: "%3F").replacing("#", with: "%23").replacing(":", with: "%3A")
            .replacing("\\", with: "%5C")
    }
}

/// Columns in units of UTF-16, for the lines of a text that have characters of two units.
private struct WideColumns {
    /// By line, the columns of such characters, counted in scalars; ascending. All from zero.
    private var columns: [Int: [Int]] = [:]

    init(_ file: SourceFile) {
        var line = 0
        var column = 0
        for byte in file.bytes {
            if byte == 0x0A {
                line += 1
                column = 0
            } else if byte & 0xC0 != 0x80 {
                if byte >= 0xF0 { columns[line, default: []].append(column) }
                column += 1
            }
        }
    }

    func units(line: Int, column: Int) -> Int {
        guard let wide = columns[line] else { return column }
        var low = 0
        var high = wide.count
        while low < high {
            let middle = (low + high) / 2
            if wide[middle] < column { low = middle + 1 } else { high = middle }
        }
        return column + low
    }
}

extension BuildResult {
    /// What is wanted for source maps that go into a directory, given as an absolute canonical path.
    func sourceMapText(in directory: String?) -> SourceMapText {
        SourceMapText(sources: sources, root: root, directory: directory)
    }
}

/// The custom section by which browsers and other tools find the source map of a module.
///
/// - Parameter name: of the file beside the module.
func sourceMappingURL(_ name: String) -> [UInt8] {
    var content = ByteWriter()
    content.append(string: "sourceMappingURL")
    content.append(string: LibraryFiles.urlPath(name))
    var section = ByteWriter()
    section.append(u8: 0)
    section.append(lengthPrefixed: content.bytes)
    return section.bytes
}

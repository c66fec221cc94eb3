import Basics
import Diagnostics

/// The report for people and for tools.
extension LinkReport {
    /// What is where, as `--map` prints it: sizes of modules, then one line a thing, by kind and place.
    public var mapText: String {
        let total = fileSize
        var text = "initialization order: \(initializationOrder.joined(separator: ", "))\n"
        text += "exports: \(exports.joined(separator: ", "))\n"
        text += "size: \(total) bytes\(optimizedSize.map { ", \($0) after optimization of the whole program" } ?? "")\n"
        text += "\nmodules: bytes of the file, per cent, name\n"
        for (owner, size) in sizesByOwner { text += Self.share(size, total) + "  \(owner)\n" }
        text += Self.share(parts.reduce(0) { $0 + $1.size }, total) + "  headers, tables and names\n"
        for part in parts { text += "                   \(Self.padded(String(part.size), 7))  \(part.name)\n" }
        let titles = [(Kind.function, "functions: index"), (.global, "globals: index"), (.data, "data: address")]
        for (kind, title) in titles {
            let items = kept.filter { $0.kind == kind }
            guard !items.isEmpty else { continue }
            text += "\n\(title), bytes, name\n"
            for item in items { text += Self.line(item) }
        }
        return text
    }

    /// Bytes of the file that belong to each module, the runtime and the linker, largest first.
    public var sizesByOwner: [(owner: String, size: Int)] {
        var sizes: [String: Int] = [:]
        for item in items where item.fileSize > 0 { sizes[item.owner, default: 0] += item.fileSize }
        return sizes.map { ($0.key, $0.value) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }

    private static func share(_ size: Int, _ total: Int) -> String { padded(String(size), 8) + padded(percent(size, of: total), 7) }

    /// A share with one decimal.
    static func percent(_ size: Int, of total: Int) -> String {
        let tenths = total == 0 ? 0 : (size * 1000 + total / 2) / total
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// What was left out, largest first, as `--print-removed` prints it.
    public var removedText: String {
        var text = ""
        let items = removed.enumerated().sorted { ($1.element.size, $0.offset) < ($0.element.size, $1.offset) }
        for (_, item) in items { text += Self.line(item) }
        return text
    }

    /// Why something is in the result, as `--why-live` prints it; `nil` if it is not.
    public func whyLiveText(_ name: String) -> String? {
        guard let chain = whyLive(name) else { return nil }
        var text = ""
        for (depth, item) in chain.enumerated() {
            text += depth == 0 ? "" : "needed by "
            text += "\(item.kind.rawValue) \(item.name) (\(item.owner))"
            // An import belongs to the line of who needs the thing.
            if depth > 0, let place = chain[depth - 1].importPlace { text += ", which imports it at \(place)" }
            text += item.cause.map { ": \($0)\n" } ?? "\n"
        }
        return text
    }

    /// The modules in order of initialization and the imports that put them there, as `--print-init-order` prints them.
    ///
    /// - Parameter sources: those at hand; without them, imports are where their first name is.
    public func initializationText(_ sources: some SourceProvider) -> String {
        initialization.enumerated().map { index, step in
            step.text(isEntry: index == initialization.count - 1) { path, span in
                sources.source(at: path)?.position(of: Int(span.start))
            }
        }.joined()
    }

    private static func line(_ item: Item) -> String {
        let place = item.place.map(String.init) ?? "-"
        return "\(padded(place, 8)) \(padded(String(item.size), 7))  \(item.name) (\(item.owner))\n"
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(width - text.count, 0)) + text
    }
}

extension LinkReport {
    /// Why nothing called `name` is in the result, and what may have been meant.
    public func whyNot(_ name: String) -> String {
        let isRemoved = removed.contains { $0.name == name || $0.shortName == name || $0.name == RuntimeNames.readable(name) }
        if isRemoved { return "'\(name)' was left out of the program, since nothing needs it" }
        // Full names only where modules are named.
        let names = name.contains(".") ? items.map(\.name) : items.map(\.shortName)
        let similar = closestMatches(to: name, among: Set(names).sorted())
        let hint = similar.isEmpty ? "--map shows what is" : "did you mean \(similar.map { "'\($0)'" }.joined(separator: " or "))?"
        return "'\(name)' is not in the program; \(hint)"
    }
}

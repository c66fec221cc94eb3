import Diagnostics

/// The report for people and for tools.
extension LinkReport {
    /// What is where: one line a thing, by kind and place, as `--map` prints it.
    public var mapText: String {
        var text = "initialization order: \(initializationOrder.joined(separator: ", "))\n"
        let parts = [(Kind.function, "functions: index"), (.global, "globals: index"), (.data, "data: address")]
        for (kind, title) in parts {
            let items = kept.filter { $0.kind == kind }
            guard !items.isEmpty else { continue }
            text += "\n\(title), bytes, name\n"
            for item in items { text += Self.line(item) }
        }
        return text
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

    /// The whole report as JSON, in one line.
    public var json: String {
        let order = initializationOrder.map(JSONText.quoted).joined(separator: ",")
        let list = items.map { item in
            var fields = ["\"kind\":\"\(item.kind.rawValue)\"", "\"name\":\(JSONText.quoted(item.name))"]
            fields += ["\"owner\":\(JSONText.quoted(item.owner))", "\"size\":\(item.size)"]
            if let place = item.place { fields.append("\"place\":\(place)") }
            if let neededBy = item.neededBy { fields.append("\"neededBy\":\(neededBy)") }
            if let cause = item.cause { fields.append("\"cause\":\(JSONText.quoted(cause))") }
            return "{\(fields.joined(separator: ","))}"
        }
        return "{\"version\":1,\"initializationOrder\":[\(order)],\"items\":[\(list.joined(separator: ","))]}"
    }
}

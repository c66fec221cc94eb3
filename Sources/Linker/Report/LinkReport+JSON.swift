import Basics

extension LinkReport {
    /// The whole report as JSON, in one line. `items` have `neededBy`, the position of another item, or a `cause`, if they are in the
    /// program; `fileSize` of the items and `size` of the parts add up to `fileSize` of the whole.
    public var json: String {
        var fields = ["\"version\":1", "\"fileSize\":\(fileSize)"]
        if let optimizedSize { fields.append("\"optimizedSize\":\(optimizedSize)") }
        fields.append("\"exports\":" + JSONText.array(exports.map(JSONText.quoted)))
        fields.append("\"initializationOrder\":" + JSONText.array(initializationOrder.map(JSONText.quoted)))
        fields.append("\"initialization\":" + JSONText.array(initialization.map(\.json)))
        fields.append("\"modules\":" + JSONText.array(sizesByOwner.map { JSONText.object(["owner": JSONText.quoted($0), "fileSize": String($1)]) }))
        fields.append("\"parts\":" + JSONText.array(parts.map { JSONText.object(["name": JSONText.quoted($0.name), "size": String($0.size)]) }))
        fields.append("\"items\":" + JSONText.array(items.map(\.json)))
        return "{\(fields.joined(separator: ","))}"
    }
}

extension LinkReport.Item {
    fileprivate var json: String {
        var fields = ["\"kind\":\"\(kind.rawValue)\"", "\"name\":\(JSONText.quoted(name))"]
        fields += ["\"owner\":\(JSONText.quoted(owner))", "\"size\":\(size)"]
        if fileSize > 0 { fields.append("\"fileSize\":\(fileSize)") }
        if let place { fields.append("\"place\":\(place)") }
        if let neededBy { fields.append("\"neededBy\":\(neededBy)") }
        if let importPlace { fields.append("\"importedAt\":\(JSONText.quoted(importPlace))") }
        if let cause { fields.append("\"cause\":\(JSONText.quoted(cause))") }
        return "{\(fields.joined(separator: ","))}"
    }
}

extension InitializationStep {
    fileprivate var json: String {
        JSONText.object(["module": JSONText.quoted(module), "runs": String(isCalled), "importers": JSONText.array(importers.map(\.json))])
    }
}

extension InitializationStep.Importer {
    /// `start` and `end` are the import declaration in bytes; they and `specifier` are missing when the compiler itself wants the module.
    fileprivate var json: String {
        var fields = ["\"module\":\(JSONText.quoted(module))", "\"path\":\(JSONText.quoted(path))"]
        if span != .none {
            fields += ["\"specifier\":\(JSONText.quoted(specifier))", "\"start\":\(span.start)", "\"end\":\(span.end)"]
            if let position { fields += ["\"line\":\(position.line)", "\"column\":\(position.column)"] }
        }
        if isEarlier { fields.append("\"cut\":true") }
        return "{\(fields.joined(separator: ","))}"
    }
}

import WasmFormat

extension UnmergedPlan {
    /// The files of a program, as `json` has listed them; `nil` if the text is no plan.
    public static func files(inJSON text: [UInt8]) -> [String]? {
        var scanner = JSONScanner(text)
        var compiler: String?
        var files: [String?]?
        do throws(WasmError) {
            try scanner.object { (scanner, key) throws(WasmError) in
                switch key {
                case "compiler": compiler = try scanner.string()
                case "files": files = try scanner.strings()
                default: try scanner.skipValue()
                }
            }
        } catch { return nil }
        guard compiler != nil, let files, !files.contains(nil) else { return nil }
        return files.compactMap(\.self)
    }
}

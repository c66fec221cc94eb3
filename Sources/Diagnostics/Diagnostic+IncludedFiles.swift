extension Diagnostic {
    /// What a label says of the form that includes the file in which the problem is.
    public static let includedHere = "included here"

    /// The diagnostic with places in files that `file` includes said as places in these.
    public func located(in file: SourceFile) -> Diagnostic {
        guard !file.inclusions.isEmpty else { return self }
        var result = self
        if let primary, primary.path == file.path, let inclusion = file.inclusion(of: Int(primary.span.start)) {
            let site = DiagnosticLabel(path: file.path, span: inclusion.site, text: Self.includedHere)
            result.secondary.append(site)
        }
        result.primary = primary?.located(in: file)
        result.secondary = result.secondary.map { $0.located(in: file) }
        result.edits = edits.map { edit in
            guard edit.path == file.path, let inclusion = file.inclusion(of: Int(edit.span.start)) else { return edit }
            return SuggestedEdit(path: inclusion.file.path, span: inclusion.own(edit.span), replacement: edit.replacement)
        }
        return result
    }
}

extension DiagnosticLabel {
    fileprivate func located(in file: SourceFile) -> DiagnosticLabel {
        guard path == file.path, let inclusion = file.inclusion(of: Int(span.start)) else { return self }
        var result = self
        result.path = inclusion.file.path
        result.span = inclusion.own(span)
        return result
    }
}

extension SourceFile.Inclusion {
    /// A span of the includer as one of the included file.
    fileprivate func own(_ span: SourceSpan) -> SourceSpan {
        let start = Int(span.start) - base
        return SourceSpan(start, min(max(Int(span.end) - base, start), file.bytes.count))
    }
}

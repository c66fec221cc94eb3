import Basics
import Diagnostics

/// Top-level forms that stand for other top-level forms: `begin`, sequence `do`, `include`, `cond-expand`.
extension UnitParser {
    /// Files that a unit includes, each as often as it is included.
    private static let inclusionLimit = 1_000

    /// Forms to look at, and the files around them, from the directory of the unit's file.
    private struct Level {
        var forms: [DatumID]
        var next = 0
        var files: [String]
    }

    mutating func splice(_ forms: [DatumID]) -> [DatumID] {
        var result: [DatumID] = []
        var levels = [Level(forms: forms, files: [])]
        while let last = levels.indices.last {
            guard levels[last].next < levels[last].forms.count else {
                levels.removeLast()
                continue
            }
            let form = levels[last].forms[levels[last].next]
            levels[last].next += 1
            let files = levels[last].files
            guard let (name, operands) = data.form(form) else {
                result.append(form)
                continue
            }
            switch name {
            case "begin": levels.append(Level(forms: Array(operands), files: files))
            case "do" where !data.isLoop(operands): levels.append(Level(forms: Array(operands), files: files))
            case "cond-expand": levels.append(Level(forms: chosen(form, operands), files: files))
            case "include":
                // Pushed in reverse, since the last level is read first.
                for (forms, file) in included(form, operands, files).reversed() { levels.append(Level(forms: forms, files: files + [file])) }
            default: result.append(form)
            }
        }
        return result
    }

    // MARK: cond-expand

    private mutating func chosen(_ form: DatumID, _ clauses: ArraySlice<DatumID>) -> [DatumID] {
        for clause in clauses {
            guard let parts = data.list(clause), let requirement = parts.first else {
                reportConditions("a clause is a list that begins with a requirement", data.span(clause))
                return []
            }
            switch Features.holds(requirement, in: data) {
            case true?: return Array(parts.dropFirst())
            case false?: break
            case nil:
                reportConditions("this is no requirement", data.span(requirement))
                return []
            }
        }
        return []
    }

    private mutating func reportConditions(_ reason: String, _ span: SourceSpan) {
        report(
            "AI0102", "malformed 'cond-expand': \(reason)", span,
            help: [
                "write `(cond-expand (requirement form …) … (else form …))`; requirements are features, "
                    + "`(and …)`, `(or …)`, `(not …)` and `(library (scheme base))`"
            ])
    }

    // MARK: include

    /// The forms of the named files.
    private mutating func included(_ form: DatumID, _ names: ArraySlice<DatumID>, _ files: [String]) -> [([DatumID], String)] {
        if names.isEmpty { reportInclude("a file is missing", data.span(form)) }
        var result: [([DatumID], String)] = []
        for name in names {
            guard let written = data.string(name) else {
                reportInclude("a file is named by a string", data.span(name))
                continue
            }
            let path = files.last.map { Path.join(Path.parent($0), written) } ?? Path.normalize(written)
            if files.contains(path) {
                reportInclude("'\(written)' includes itself", data.span(name))
            } else if let forms = read(path, at: data.span(form)) {
                result.append((forms, path))
            } else {
                reportInclude("cannot read '\(written)'", data.span(name))
            }
        }
        return result
    }

    private mutating func reportInclude(_ reason: String, _ span: SourceSpan) {
        report("AI0102", "malformed 'include': \(reason)", span, help: ["write `(include \"file\" …)`; paths count from this file"])
    }

    /// The forms of a file; nil if it cannot be read.
    private mutating func read(_ path: String, at span: SourceSpan) -> [DatumID]? {
        guard includedFiles.count < Self.inclusionLimit, let included = include(path) else { return nil }
        includedFiles.append(included)
        let (tree, problems) = Reader.read(included)
        for var problem in problems {
            problem.secondary.append(DiagnosticLabel(path: file.path, span: span, text: Diagnostic.includedHere))
            diagnostics.append(problem)
        }
        return data.append(tree, base: file.include(included, at: span))
    }

    /// Reads what `include` forms inside bodies name. What is wrong with those forms, expansion says if they are code.
    mutating func readInnerIncludes(upTo count: Int) {
        for offset in 0..<count {
            let form = DatumID(offset)
            guard let (name, operands) = data.form(form), name == "include" else { continue }
            for path in operands.compactMap(data.string) where includes[path] == nil {
                if let forms = read(Path.normalize(path), at: data.span(form)) { includes[path] = forms }
            }
        }
    }
}

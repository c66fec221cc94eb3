import Diagnostics
import ModuleSystem
import RuntimeABI
import WasmFormat

/// What is said about reads that come too early.
extension AnalyseInitialization {
    func report(_ sink: inout DiagnosticSink) {
        guard !findings.isEmpty else { return }
        var writer = FindingWriter(self)
        // Errors first where one initializer has both; what is certain is not said to be possible as well.
        let ordered = findings.enumerated().sorted { ($0.element.initializer, $0.offset) < ($1.element.initializer, $1.offset) }
        for (_, finding) in ordered where finding.isCertain || !known.contains(.variable(initializer: finding.initializer, finding.global)) {
            sink.report(writer.diagnostic(finding))
        }
    }
}

/// Puts findings into words.
private struct FindingWriter {
    let analysis: AnalyseInitialization
    let namer: FunctionNamer
    /// By file; what cannot be read is left out.
    var positions: [Int: CodePositions?] = [:]

    /// Of longer paths only the end is told, so that reports take time in proportion to their number.
    static let longestPath = 12

    init(_ analysis: AnalyseInitialization) {
        self.analysis = analysis
        namer = FunctionNamer(analysis.program)
    }

    private func module(_ file: Int) -> String { "`\(analysis.program.files[file].id)`" }

    mutating func diagnostic(_ finding: AnalyseInitialization.Finding) -> Diagnostic {
        let owner = analysis.file(of: finding.global) ?? 0
        let (reader, late) = (module(finding.initializer), module(owner))
        let path = path(to: finding)
        let variable = finding.event == nil ? "variables" : namer.variable(finding.global).map { "`\($0)`" } ?? "a variable"
        let verb = finding.isCertain ? "reads" : "may read"
        var labels: [DiagnosticLabel] = []
        for label in self.labels(path, finding) where !labels.contains(where: { $0.path == label.path && $0.span == label.span }) {
            labels.append(label)
        }
        return Diagnostic(
            code: (finding.isCertain ? LinkerCodes.readTooEarly : LinkerCodes.mayReadTooEarly).code, severity: finding.isCertain ? .error : .warning,
            message: "the initializer of \(reader) \(verb) \(variable) of \(late), which is initialized later",
            primary: labels.last, secondary: labels.dropLast(),
            notes: notes(path, finding) + ["the modules import each other in a cycle, in which \(reader) comes before \(late)"],
            help: ["let the initializer of \(reader) do without it, or move what it needs to a module that does not depend on \(reader)"])
    }

    // MARK: The path

    private typealias Step = (function: FunctionID, how: AnalyseInitialization.Arrival)

    /// The functions from the initializer, or from one that is a value, to the one that reads the variable; of many the last.
    private func path(to finding: AnalyseInitialization.Finding) -> [Step] {
        var steps: [Step] = []
        var function = finding.reader
        while steps.count < Self.longestPath, let how = arrival(at: function, finding)?.how {
            steps.append((function, how))
            guard case .call(let caller, _) = how else { break }
            function = caller
        }
        return steps.reversed()
    }

    private func arrival(at function: FunctionID, _ finding: AnalyseInitialization.Finding) -> (how: AnalyseInitialization.Arrival, calls: Int)? {
        finding.isCertain ? analysis.certainArrivals[function] : analysis.arrivals[function]
    }

    private mutating func notes(_ path: [Step], _ finding: AnalyseInitialization.Finding) -> [String] {
        var notes: [String] = []
        if case .call(let caller, _)? = path.first?.how, let calls = arrival(at: caller, finding)?.calls, calls > 0 {
            notes.append("the initializer of \(module(finding.initializer)) comes to \(name(caller)) by \(calls) calls")
        }
        for (function, how) in path {
            switch how {
            case .initializer: break
            case .call(let caller, let event): notes.append("\(name(caller)) calls \(name(function))\(place(event, in: caller))")
            case .value(let taker):
                notes.append("the initializer of \(module(finding.initializer)) calls functions that are values")
                notes.append("one of them may be \(name(function)), which \(name(taker)) uses as a value")
            }
        }
        if let event = finding.event {
            notes.append("\(name(finding.reader)) reads `\(namer.variable(finding.global) ?? "?")`\(place(event, in: finding.reader))")
        } else {
            notes.append("the namespace of \(module(analysis.file(of: finding.global) ?? 0)) is used as a value, and functions read its variables")
        }
        return notes
    }

    private func name(_ function: FunctionID) -> String {
        if let file = analysis.file(of: function), analysis.program.bindings[file].initializer == function {
            return "the initializer of \(module(file))"
        }
        if let name = namer.name(of: function) { return "`\(name)`" }
        return analysis.file(of: function).map { "a function of \(module($0))" } ?? "a function"
    }

    /// ` at main.atl:3:5`, if the object says it.
    private mutating func place(_ event: Int, in function: FunctionID) -> String {
        guard let file = analysis.file(of: function), let code = analysis.program.files[file].module.codeSection else { return "" }
        let known = positions[file] ?? (try? CodePositions(of: analysis.program.files[file].module))
        positions[file] = .some(known)
        guard let known else { return "" }
        let offset = Int(analysis.code.events[event].offset) - code.lowerBound
        let after = known.entries.partitioningIndex { Int($0.offset) > offset }
        guard after > 0, let source = known.entries[after - 1].source else { return "" }
        return " at \(known.sources[Int(source)]):\(known.entries[after - 1].line):\(known.entries[after - 1].column)"
    }

    // MARK: Labels

    /// The imports that the path goes through, in its order.
    private func labels(_ path: [Step], _ finding: AnalyseInitialization.Finding) -> [DiagnosticLabel] {
        var labels: [DiagnosticLabel] = []
        for (_, how) in path {
            guard case .call(let caller, let event) = how, let file = analysis.file(of: caller) else { continue }
            let index = Int(analysis.code.events[event].index)
            labels += label(file, analysis.program.files[file].functionImports, index, "called through this import")
        }
        if let event = finding.event, let file = analysis.file(of: finding.reader) {
            let index = Int(analysis.code.events[event].index)
            labels += label(file, analysis.program.files[file].globalImports, index, "read through this import")
        }
        guard labels.isEmpty, let owner = analysis.file(of: finding.global) else { return labels }
        let files = analysis.program.files
        return files[finding.initializer].label(importing: files[owner].id, "imported here").map { [$0] } ?? []
    }

    private func label(_ file: Int, _ imports: [Int], _ index: Int, _ text: String) -> [DiagnosticLabel] {
        let object = analysis.program.files[file]
        guard index < imports.count, case let item = object.module.imports[imports[index]], item.module != ReservedNames.runtimeModule else {
            return []
        }
        return object.label(importing: item.name, of: ModuleID(item.module), text).map { [$0] } ?? []
    }
}

extension FunctionNamer {
    /// The name of a variable as its module has it.
    fileprivate func variable(_ id: GlobalID) -> String? {
        guard let name = shortName(of: id) else { return nil }
        let prefix = "global."
        return name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
    }
}

extension [CodePositions.Entry] {
    /// The first position at which `isAfter` holds, which must then hold for all that follow.
    fileprivate func partitioningIndex(_ isAfter: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

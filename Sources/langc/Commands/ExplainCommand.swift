import Driver

extension Command {
    static var explain: Command {
        Command(
            "explain", summary: "explain a diagnostic code", usage: "CODE",
            details: "Prints what a code such as AT3001 means and what to do about it. Without a code: the list of all.", options: [],
            run: { arguments in
                let table = allDiagnosticCodes
                guard !arguments.operands.isEmpty else {
                    let lines = table.codes.map { "\($0)  \(table.meanings(of: $0).map(\.title).joined(separator: "; "))\n" }
                    try Console.print(lines.joined())
                    return .success
                }
                let code = try arguments.single("code")
                if let explanation = table.explanation(of: code) {
                    try Console.print(explanation)
                    return .success
                }
                let near = closest(code.uppercased(), table.codes).map { "; did you mean \($0)?" } ?? ""
                throw UsageError("there is no code '\(code)'\(near)")
            })
    }
}

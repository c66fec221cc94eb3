import Driver

extension Option {
    /// Understood by the commands that make programs.
    static let unmerged = Option(
        "--unmerged", value: "DIR", help: "write the modules, the runtime and a loader into this directory instead of one file")
}

extension Command {
    /// What only concerns a merged program.
    static func checkUnmerged(_ arguments: Arguments) throws {
        let others = [
            "--output", "--reactor", "--emit", "--export", "--export-all", "--map", "--treemap", "--link-report", "--why-live", "--print-removed",
            "--print-init-order",
        ]
        if let other = others.first(where: arguments.has) { throw UsageError("\(other) and --unmerged exclude each other") }
    }

    /// Shows what the build said and writes the program, if there is one.
    static func write(
        _ program: UnmergedProgram?, _ result: BuildResult, to directory: String, _ arguments: Arguments
    ) throws -> ExitStatus {
        let status = try show(result, arguments)
        guard status == .success else { return status }
        guard let program else { return .internalError }
        do {
            try program.write(to: directory)
            return .success
        } catch {
            Console.error("langc: \(error.message(directory))")
            return .failure
        }
    }
}

import Driver

/// One command of langc.
struct Command {
    let name: String
    /// One line for the list of commands.
    let summary: String
    /// What follows the name in the usage line.
    let usage: String
    /// More for `--help`, after the usage line.
    let details: String
    let options: [Option]
    /// What stands after `--` is for the program, not for langc.
    let passesArguments: Bool
    /// `@FILE` stands for the arguments in a file.
    let readsArgumentFiles: Bool
    let run: (Arguments) throws -> ExitStatus

    init(
        _ name: String, summary: String, usage: String, details: String = "", options: [Option], passesArguments: Bool = false,
        readsArgumentFiles: Bool = false, run: @escaping (Arguments) throws -> ExitStatus
    ) {
        self.name = name
        self.summary = summary
        self.usage = usage
        self.details = details
        self.options = options + [Option("-h", "--help", help: "show this help")]
        self.passesArguments = passesArguments
        self.readsArgumentFiles = readsArgumentFiles
        self.run = run
    }

    var help: String {
        var text = "\(summary)\n\nUsage: langc \(name) \(usage)\n"
        if !details.isEmpty { text += "\n\(details)\n" }
        if readsArgumentFiles { text += "@FILE among the arguments stands for those in FILE, separated by white space, with quotes as in sh.\n" }
        return text + "\nOptions:\n" + Self.table(options)
    }

    /// For the help of commands that need no operand in a project.
    static var mainOrProject: String {
        let names = Language.all.flatMap(\.manifestNames).joined(separator: " or ")
        return "Without MAIN: the project in this directory or the nearest one above with \(names).\nMAIN may also be a project's directory."
    }

    static func table(_ options: [Option]) -> String {
        let rows = options.map { option in
            (option.names.joined(separator: ", ") + (option.value.map { " \($0)" } ?? ""), option.help)
        }
        let width = rows.map(\.0.count).max() ?? 0
        let margin = "\n" + String(repeating: " ", count: width + 4)
        return rows.map { "  \($0.padding(to: width))  \($1.wrapped(to: 100 - width).joined(separator: margin))\n" }.joined()
    }

    func run(_ arguments: [String]) -> ExitStatus {
        do {
            let parsed = try Arguments(readsArgumentFiles ? ArgumentFile.expand(arguments) : arguments, options, passesRest: passesArguments)
            if parsed.has("--help") {
                try Console.print(help)
                return .success
            }
            return try run(parsed)
        } catch let error as UsageError {
            Console.error("langc \(name): \(error.message)\nUsage: langc \(name) \(usage)\nSee 'langc \(name) --help'.")
            return .usage
        } catch let error as ReportedFailure {
            return error.status
        } catch let error as OutputError {
            if !error.isClosedPipe { Console.error("langc \(name): cannot write to standard output: \(error.words)") }
            return .failure
        } catch {
            Console.error("langc \(name): \(error)")
            return .internalError
        }
    }
}

extension String {
    func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

    /// The text in lines of at most `width` characters, broken between words.
    func wrapped(to width: Int) -> [String] {
        var lines: [String] = []
        for word in split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}

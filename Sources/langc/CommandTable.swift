import Driver

/// All commands, and the choice among them.
enum CommandTable {
    static var commands: [Command] {
        [.new, .build, .runCommand, .test, .check, .compile, .interface, .link, .plan, .inspect, .graph, .explain, .clean]
    }

    static func run(_ arguments: [String]) -> ExitStatus {
        guard let first = arguments.first else {
            Console.error(help)
            return .usage
        }
        let rest = Array(arguments.dropFirst())
        switch first {
        case "--help", "-h": return Command.help(help).run([])
        case "--version", "-V", "version": return Command.version.run(rest)
        case "help":
            guard let name = rest.first else { return Command.help(help).run([]) }
            return command(name)?.run(["--help"]) ?? unknown(name)
        default: break
        }
        if let command = command(first) { return command.run(rest) }
        // `langc --target wasm main.atl -o main.wasm` is `build` without its name.
        if first.hasPrefix("-") || Language.of(path: first) != nil { return Command.build.run(arguments) }
        return unknown(first)
    }

    private static func unknown(_ name: String) -> ExitStatus {
        let suggestion = closest(name, commands.map(\.name)).map { " Did you mean '\($0)'?" } ?? ""
        Console.error("langc: there is no command '\(name)'.\(suggestion)\nSee 'langc --help'.")
        return .usage
    }

    private static func command(_ name: String) -> Command? { commands.first { $0.name == name } }

    private static var help: String {
        let width = commands.map(\.name.count).max() ?? 0
        let extensions = Language.forPrograms.map { "\($0.name) (\($0.fileExtensions.map { ".\($0)" }.joined(separator: ", ")))" }
        let manifests = Language.all.flatMap(\.manifestNames).joined(separator: " or ")
        return """
            langc \(langcVersion): compiles modules to WebAssembly and links them into one program

            Usage: langc COMMAND [OPTIONS] …
                   langc --target wasm MAIN -o OUTPUT      the same as langc build MAIN -o OUTPUT

            In a directory with \(manifests), or below one, commands need no MAIN; 'langc new NAME' makes such a project.

            Commands:
            \(commands.map { "  \($0.name.padding(to: width))  \($0.summary)" }.joined(separator: "\n"))

            Languages: \(extensions.joined(separator: ", "))
            'langc COMMAND --help' tells more about a command; --version prints the version.
            Exit status: 0 success, 1 the program or its sources are at fault, 2 wrong usage, 70 a bug of langc.

            """
    }
}

extension Command {
    /// `langc --version`.
    static var version: Command {
        Command("--version", summary: "print the version", usage: "", options: []) { _ in
            try Console.print("langc \(langcVersion)")
            return .success
        }
    }

    /// `langc --help`, which prints `text`.
    static func help(_ text: String) -> Command {
        Command("--help", summary: "print what there is", usage: "", options: []) { _ in
            try Console.print(text)
            return .success
        }
    }
}

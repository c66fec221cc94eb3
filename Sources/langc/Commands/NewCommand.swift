import Basics
import Driver

extension Command {
    static var new: Command {
        let languages = Language.forPrograms.map { $0.name.lowercased() }
        let choice = languages.joined(separator: ", ") + "; default: \(languages.first ?? "")"
        return Command(
            "new", summary: "begin a project", usage: "NAME [--language LANGUAGE] [--path DIR]",
            details: """
                Makes a directory with a manifest and a program of two modules, in Atlas with a test. 'langc run', 'langc build', 'langc check'
                and 'langc test' work in it without further arguments. An existing directory must be empty.
                """,
            options: [
                Option("--language", value: "LANGUAGE", help: "the language of the modules (\(choice))"),
                Option("--path", value: "DIR", help: "the directory to make (default: NAME, in this directory)"),
            ],
            run: runNew)
    }

    private static func runNew(_ arguments: Arguments) throws -> ExitStatus {
        let name = try arguments.single("name")
        let language = try language(arguments.value("--language"))
        let directory = arguments.value("--path") ?? name
        if directory.isEmpty, arguments.has("--path") { throw UsageError("--path needs a directory") }
        switch ProjectCreation.create(name, language, in: directory) {
        case .success(let files):
            let change = Path.normalize(directory) == "." ? "" : "cd \(quoted(directory)) && "
            try Console.print("made \(directory): \(files.joined(separator: ", "))\nnow: \(change)langc run")
            return .success
        case .failure(.name(let problem)):
            throw UsageError("'\(name)' cannot name a project: it \(problem)")
        case .failure(.occupied):
            Console.error("langc new: '\(directory)' exists and is not empty")
            return .failure
        case .failure(.file(let error)):
            Console.error("langc new: cannot make '\(error.path)': \(error.cause.words)")
            return .failure
        }
    }

    private static func language(_ name: String?) throws -> Language {
        let names = Language.forPrograms.map { $0.name.lowercased() }
        let name = name ?? names.first ?? ""
        if let language = Language.forPrograms.first(where: { $0.name.lowercased() == name.lowercased() }) { return language }
        throw UsageError("there is no language '\(name)'; --language is one of \(names.joined(separator: ", "))")
    }

    /// A path as a shell takes it for one word.
    private static func quoted(_ path: String) -> String {
        let isPlain = path.utf8.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "-_./".utf8.contains(byte)
        }
        if isPlain { return path }
        return "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}

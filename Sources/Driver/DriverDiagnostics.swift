import Basics
import Core
import Diagnostics
import ModuleSystem

/// What the driver itself has to say.
enum DriverDiagnostics {
    /// - Parameter similar: a file that may be meant.
    static func entryNotLoaded(_ error: FileSystemError, similar: String?) -> Diagnostic {
        Diagnostic(
            code: "LC0001", message: "Cannot read '\(error.path)': \(error.cause.words)",
            help: [similar.map { "did you mean '\($0)'?" } ?? "name the file of the program's entry module"])
    }

    static func unreadable(_ error: FileSystemError) -> Diagnostic {
        Diagnostic(code: "LC0001", message: "Cannot read '\(error.path)': \(error.cause.words)")
    }

    static func missingEntry(_ project: Project) -> Diagnostic {
        let tried = (project.manifest?.entryCandidates ?? []).map { "'\($0)'" }.joined(separator: " and no ")
        let message = "The project has no \(tried)"
        guard let span = project.manifest?.entrySpan else {
            return Diagnostic(
                code: "LC0005", message: message, primary: DiagnosticLabel(path: project.file.path, span: SourceSpan(0, 0)),
                help: ["make one of them, or name the entry module with 'entry' in [build]"])
        }
        return Diagnostic(
            code: "LC0005", message: message, primary: DiagnosticLabel(path: project.file.path, span: span, text: "no such file"))
    }

    /// - Parameter paths: of modules behind the culprit; at least one.
    static func skipped(_ paths: [String], because culprit: ModuleID) -> Diagnostic {
        let isMany = paths.count > 3
        var names = paths.prefix(isMany ? 2 : 3).map { "'\($0)'" }
        if isMany { names.append("\(paths.count - names.count) more modules") }
        let subject = names.count == 1 ? "\(names[0]) was" : names.dropLast().joined(separator: ", ") + " and \(names[names.count - 1]) were"
        return Diagnostic(code: "LC0003", severity: .note, message: "\(subject) not checked because '\(culprit)' has errors")
    }

    static func noEntry(_ roots: [ModuleID]) -> Diagnostic {
        let found = roots.isEmpty
            ? "every module is imported by another" : "not imported by others: " + roots.map(\.text).joined(separator: ", ")
        return Diagnostic(
            code: "LC0004", message: "The entry module is not clear", notes: [found], help: ["name it with --entry MODULE"])
    }

    /// An import of a module that is compiled by itself, for which nothing is given.
    static func missingInterface(_ declaration: ImportDeclaration, in path: String) -> Diagnostic {
        Diagnostic(
            code: "LC0011", message: "No interface is given for '\(declaration.specifier)'",
            primary: DiagnosticLabel(path: path, span: declaration.specifierSpan, text: "imported here"),
            help: ["say which module is meant, and give its interface"])
    }

    static func cacheNotWritten(_ error: FileSystemError, in directory: String) -> Diagnostic {
        Diagnostic(
            code: "LC0012", severity: .note, message: "The cache in '\(directory)' cannot be written: \(error.cause.words)",
            notes: ["the build is complete, but the next one has to compile everything again"],
            help: ["name another directory with --cache-dir, or do without with --no-cache"])
    }

    static func isAboutCache(_ diagnostic: Diagnostic) -> Bool { diagnostic.code == "LC0012" }

    static func notATest(_ candidate: TestCandidate, _ problem: TestCandidate.Problem, in path: String) -> Diagnostic {
        let reason: (message: String, label: String, help: String)
        switch problem {
        case .notExported: reason = ("it is not exported", "not exported", "export it, or give it a name that is none of a test")
        case .hasParameters(let count):
            reason = (
                "it has \(count) parameter\(count == 1 ? "" : "s")", "a test has no parameters",
                "make it a helper with another name and call it from tests")
        case .isVariable: reason = ("it is a variable", "not declared as a function", "declare a function of this name")
        }
        return Diagnostic(
            code: "LC0010", severity: .warning, message: "'\(candidate.name)' is not run as a test: \(reason.message)",
            primary: DiagnosticLabel(path: path, span: candidate.span, text: reason.label), help: [reason.help])
    }

    static func internalError(_ error: InternalError) -> Diagnostic {
        Diagnostic(
            code: internalErrorCode,
            message: "internal error in phase '\(error.phase)'\(error.module.map { " of module '\($0)'" } ?? ""): \(error.message)",
            notes: ["this is a bug of langc \(langcVersion), not of your program"],
            help: ["please report it with the sources that show it"])
    }

    static let codes: [DiagnosticCode] = [
        DiagnosticCode(
            "LC0001", area: "driver", title: "A file cannot be read",
            explanation: "The file named on the command line, or the project's manifest, does not exist, is a directory, or may not be read."),
        DiagnosticCode(
            "LC0003", area: "driver", title: "A module was skipped",
            explanation: "A module is not checked when a module that it imports has errors, since most of what could be said would be repetition."),
        DiagnosticCode(
            "LC0004", area: "driver", title: "The entry module is not clear",
            explanation: "When objects are linked, the entry is the one module that no other imports. Here there is none, or more than one."),
        DiagnosticCode(
            "LC0005", area: "driver", title: "The project has no entry module",
            explanation: """
                Without a file on the command line, langc builds the project whose manifest lies in this directory or the nearest
                one above. Its entry module is what the manifest names, or else the usual one, and that file is not there.

                    [build]
                    entry = "src/main.atl"     # relative to the manifest
                """),
        DiagnosticCode(
            "LC0006", area: "driver", title: "A manifest with an error",
            explanation: """
                The project's manifest is not valid TOML, a value is of the wrong kind, or something that must be there is missing.

                    [package]
                    name = "hello"
                """),
        DiagnosticCode(
            "LC0007", area: "driver", title: "Something in a manifest that means nothing",
            explanation: "The project's manifest has a table, a key or a code that langc does not know. Often it is misspelt."),
        DiagnosticCode(
            "LC0010", area: "driver", title: "A function named like a test is not run",
            explanation: """
                `langc test` runs exported functions without parameters whose name says that they are tests. This one has such a name but is
                not exported, has parameters, or is a variable. Only `langc test` says so.
                """),
        DiagnosticCode(
            "LC0011", area: "driver", title: "An import without an interface",
            explanation: """
                A module that is compiled by itself, with nothing but the files that the command line names, imports a module that none of them
                is about. A build plan that was made before the import was written has to be made anew.
                """),
        DiagnosticCode(
            "LC0012", area: "driver", title: "The cache cannot be written",
            explanation: """
                langc keeps the results of compilations in a directory, to use them again in the next build. It could not write there: the disk may
                be full, or the directory belongs to someone else. What is there is used all the same, and the build itself is not affected.
                """),
        DiagnosticCode(
            "LC0070", area: "driver", title: "Internal error",
            explanation: "langc has found out that it has a bug. The message names the phase and the module at work. Please report it."),
    ]
}

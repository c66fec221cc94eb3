import Basics
import CodeGen
import Diagnostics
import Driver

/// Compilation from given files alone.
extension Command {
    /// `langc compile --job`.
    static func runJob(_ path: String, _ arguments: Arguments) throws -> ExitStatus {
        for option in ["-c", "--with-dependencies", "--include", "--signals"] where arguments.has(option) {
            throw UsageError("\(option) and --job exclude each other")
        }
        let description = try jobDescription(path)
        let outputs = arguments.all("--output")
        let wanted = description.members.count + description.companions.count
        guard outputs.count == wanted else { throw UsageError("the job makes \(wanted) object\(wanted == 1 ? "" : "s"), but \(outputs.count) -o are given") }
        let options = ModuleOptions(try arguments.buildOptions(entry: "", default: .standard))
        let root = arguments.value("--root") ?? "."
        let job: ModuleJob
        do throws(FileSystemError) {
            let interfaces = try arguments.operands.map { path throws(FileSystemError) in try interfaceFile(path) }
            job = try description.job(root: root, interfaces: interfaces, options: options)
        } catch {
            Console.error("langc compile: cannot read '\(error.path)': \(error.cause.words)")
            return .failure
        }
        return try finish(job.run(), of: job, description, arguments)
    }

    private static func finish(
        _ outcomes: [ModuleOutcome], of job: ModuleJob, _ description: JobDescription, _ arguments: Arguments
    ) throws -> ExitStatus {
        let said = description.applyWarningPolicy(to: outcomes.flatMap(\.diagnostics), levels: try arguments.warningLevels())
        let sources = SourceMap(job.members.flatMap { [$0.source] + $0.included.values })
        let status = try arguments.diagnosticsFormat().show(said, sources: sources)
        guard status == .success else { return status }
        let companions = outcomes.flatMap(\.companions)
        let wanted = description.companions.map { id in companions.first { $0.module == id }?.bytes ?? [] }
        for (output, object) in zip(arguments.all("--output"), outcomes.map(\.object) + wanted) {
            guard !object.isEmpty else { return .internalError }
            let status = try writeIfChanged(object, to: output)
            guard status == .success else { return status }
        }
        return .success
    }

    private static func jobDescription(_ path: String) throws -> JobDescription {
        do {
            return try JobDescription(String(decoding: try RealFileSystem().read(path), as: UTF8.self))
        } catch let error as FileSystemError {
            throw UsageError("cannot read '\(error.path)': \(error.cause.words)")
        } catch let error as JobDescription.Malformed {
            throw UsageError("'\(path)' is no job, line \(error.line): \(error.message)")
        }
    }

    /// Reads a file of interfaces; the reason why it is none counts as one why it cannot be read.
    private static func interfaceFile(_ path: String) throws(FileSystemError) -> InterfaceFile {
        let bytes = try RealFileSystem().read(path)
        do throws(InterfaceFile.Failure) { return try InterfaceFile(bytes) } catch {
            throw FileSystemError(path: path, cause: .other(error.message))
        }
    }
}

extension Command {
    /// `langc interface`.
    static var interface: Command {
        Command(
            "interface", summary: "write what importers of an object need", usage: "OBJECT … [INTERFACE …] -o FILE",
            details: """
                Writes the interfaces of objects, and those of other modules that they mention, which are taken from the given files. 'langc
                compile --job' reads them. FILE is left as it is if it would not change, so that what depends on it need not be made again.
                """,
            options: [Option("-o", "--output", value: "FILE", help: "where the interfaces go; - is standard output")],
            readsArgumentFiles: true, run: runInterface)
    }

    private static func runInterface(_ arguments: Arguments) throws -> ExitStatus {
        guard !arguments.operands.isEmpty else { throw UsageError("no objects given") }
        guard let output = arguments.value("--output") else { throw UsageError("no output given") }
        do {
            var objects: [(name: String, bytes: [UInt8])] = []
            var known: [InterfaceFile] = []
            for path in arguments.operands {
                let bytes = try RealFileSystem().read(path)
                if InterfaceFile.isOne(bytes) { known.append(try InterfaceFile(bytes)) } else { objects.append((path, bytes)) }
            }
            return try writeIfChanged(try InterfaceFile(objects: objects, known: known).encoded, to: output)
        } catch let error as FileSystemError {
            Console.error("langc interface: cannot read '\(error.path)': \(error.cause.words)")
        } catch let error as InterfaceFile.Failure {
            Console.error("langc interface: \(error.message)")
        }
        return .failure
    }

    /// Leaves a file that would not change as it is, so that its time says when it did.
    static func writeIfChanged(_ bytes: [UInt8], to output: String) throws -> ExitStatus {
        if output != "-", (try? RealFileSystem().read(output)) == bytes { return .success }
        return try write(bytes, to: output, besides: [])
    }
}

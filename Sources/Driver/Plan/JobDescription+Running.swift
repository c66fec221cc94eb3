import Basics
import Core
import Diagnostics
import ModuleSystem

extension JobDescription {
    /// The job with the content of its files, of which no others are read.
    ///
    /// - Parameters:
    ///   - root: the directory that paths count from.
    ///   - interfaces: those of all modules that members import, and of what these refer to.
    public func job(
        root: String, interfaces: [InterfaceFile], options: ModuleOptions, fileSystem: any FileSystem = RealFileSystem()
    ) throws(FileSystemError) -> ModuleJob {
        var members: [ModuleJob.Member] = []
        for member in self.members {
            let path = member.module.text
            let source = SourceFile(path: path, bytes: try fileSystem.read(Path.join(root, path)))
            var result = ModuleJob.Member(module: member.module, language: Language.ofEntry(path: path), source: source)
            for name in member.included {
                let file = Path.join(Path.parent(path), name)
                result.included[name] = SourceFile(path: file, bytes: try fileSystem.read(Path.join(root, file)))
            }
            if let attachment = member.attachment {
                let bytes = try fileSystem.read(Path.join(root, attachment.text))
                result.attachment = ModuleAttachment(id: attachment, content: .success(bytes))
            }
            for item in member.imports {
                result.resolved[item.specifier] = item.module
                if !item.nested.isEmpty { result.nestedPaths[item.specifier] = item.nested }
            }
            members.append(result)
        }
        var known: [ModuleID: ModuleInterface] = [:]
        for interface in interfaces.lazy.flatMap(\.interfaces) { known[interface.module] = interface }
        var options = options
        options.passesSignals = passesSignals
        return ModuleJob(members: members, interfaces: known.values.sorted { $0.module < $1.module }, options: options)
    }

    /// What the policy makes of diagnostics.
    public func applyWarningPolicy(to diagnostics: [Diagnostic], levels: [String: WarningPolicy.Level]) -> [Diagnostic] {
        let policy = warnings.overridden(by: WarningPolicy(levels: levels))
        return diagnostics.compactMap { policy.apply(to: $0, reason: denial) }
    }
}

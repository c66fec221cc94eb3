import Basics
import Diagnostics
import ModuleSystem
import RuntimeABI
import WasmFormat

/// The objects that stand for modules whose namespace is used as a value: one for each module, static, with a getter function for
/// every value export. Like everything else they are dropped when nothing live refers to them.
extension ResolveSymbols {
    /// Makes the data items, so that imports can be bound to them; what they contain needs those bindings and comes later.
    mutating func makeNamespaceItems() {
        for (index, file) in program.files.enumerated() {
            for module in file.link.namespaceRequests where program.namespaces[module] == nil {
                guard let target = fileOf[module] else { continue }
                let exports = valueExports(program.files[target])
                let size = ObjectLayout.Namespace.entriesOffset + ObjectLayout.Namespace.entrySize * UInt32(exports.count)
                let content = SyntheticData(bytes: [], relocations: [], name: "namespace \(module)")
                program.namespaces[module] = add(content, size: size)
                requesters[module] = index
            }
        }
    }

    mutating func fillNamespaces() {
        for module in program.namespaces.keys.sorted() {
            guard let id = program.namespaces[module], let target = fileOf[module], case .synthetic(let index) = program.data[id].origin else {
                continue
            }
            let file = program.files[target]
            let exports = valueExports(file)
            var writer = ByteWriter()
            writer.append(u32: UInt32(ObjectKind.namespace.rawValue) | UInt32(ObjectLayout.Flag.isStatic) << 8)
            writer.append(u32: UInt32(exports.count))
            writer.append(u64: 0)
            var relocations = [
                DataRelocation(offset: Int(ObjectLayout.Namespace.nameOffset), target: .data(string(Self.displayName(of: module)), addend: 0)),
                DataRelocation(offset: Int(ObjectLayout.Namespace.identityOffset), target: .data(string(module.text), addend: 0)),
            ]
            for export in exports {
                relocations.append(DataRelocation(offset: writer.count, target: .data(string(export.name), addend: 0)))
                if let getter = getter(of: export, module) { relocations.append(DataRelocation(offset: writer.count + 4, target: .slot(getter))) }
                writer.append(u64: 0)
            }
            program.synthetic[index].bytes = writer.bytes
            program.synthetic[index].relocations = relocations
        }
    }

    /// Functions and variables, in the order in which the runtime looks names up.
    private func valueExports(_ file: ObjectFile) -> [InterfaceExport] {
        file.interface.exports.filter { $0.kind.isLinked && !$0.isHidden }.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    private mutating func getter(of export: InterfaceExport, _ module: ModuleID) -> FunctionID? {
        var value: GlobalBinding?
        var type = MachineValueType.reference
        var isFunction = false
        switch export.kind {
        case .function:
            isFunction = true
            if case .global(let binding, _) = definition(of: ReservedNames.closurePrefix + export.name, in: module) {
                value = binding
            }
        case .variable(let machineType, _):
            type = machineType
            if case .global(let binding, _) = definition(of: export.name, in: module) { value = binding }
        case .type, .module, .syntax: break
        }
        guard let value else {
            reportUnavailable(export, module)
            return nil
        }
        program.getters.append(NamespaceGetter(module: module, name: export.name, type: type, isFunction: isFunction, value: value))
        return program.functions.append(
            LinkedFunction(origin: .getter(program.getters.count - 1), type: program.types.index(of: FunctionType([], [.i64]))))
    }

    private mutating func reportUnavailable(_ export: InterfaceExport, _ module: ModuleID) {
        guard let requester = requesters[module] else { return }
        sink.report(
            LinkerCodes.noSuchExport, "`\(module)` does not export `\(export.name)` as a value",
            at: program.files[requester].label(importing: module, "its namespace is used here"), help: ["compile `\(module)` again"])
    }

    /// The last part of the module's path, without an extension.
    static func displayName(of module: ModuleID) -> String {
        let last = module.lastComponent
        guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return String(last) }
        return String(last[..<dot])
    }

    // MARK: Strings

    /// A static string object, each text once.
    private mutating func string(_ text: String) -> DataID {
        if let known = strings[text] { return known }
        let utf8 = Array(text.utf8)
        let flag = utf8.allSatisfy { $0 < 0x80 } ? ObjectLayout.Flag.ascii : ObjectLayout.Flag.notASCII
        var writer = ByteWriter()
        writer.append(u32: UInt32(ObjectKind.string.rawValue) | UInt32(ObjectLayout.Flag.isStatic | flag) << 8)
        writer.append(u32: UInt32(utf8.count))
        writer.append(u64: 0)
        writer.append(bytes: utf8)
        let id = DataID(program.data.count)
        let address = DataRelocation(
            offset: Int(ObjectLayout.String.dataOffset), target: .data(id, addend: ObjectLayout.String.inlineBytesOffset))
        let content = SyntheticData(bytes: writer.bytes, relocations: [address], name: "\"\(text)\"")
        strings[text] = add(content, size: UInt32(writer.count), isMergeable: true)
        return id
    }

    private mutating func add(_ content: SyntheticData, size: UInt32, isMergeable: Bool = false) -> DataID {
        program.synthetic.append(content)
        return program.data.append(
            DataItem(
                origin: .synthetic(program.synthetic.count - 1), size: size, alignment: ObjectLayout.alignment, isMergeable: isMergeable))
    }
}

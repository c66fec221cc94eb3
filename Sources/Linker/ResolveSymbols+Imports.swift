import Basics
import Diagnostics
import ModuleSystem
import RuntimeABI
import WasmFormat

/// What the imports of an object mean.
extension ResolveSymbols {
    /// What another module defines under a name.
    enum Definition {
        case function(FunctionID)
        case global(GlobalBinding, GlobalType)
        case missing
        case cycle
    }

    /// Those that stand for static data of the object itself have been bound.
    mutating func bindImports(of file: Int) {
        let object = program.files[file]
        let imports = object.module.imports
        program.bindings[file] = unboundImports(of: file)
        var function = 0
        var global = 0
        for position in imports.indices {
            switch imports[position].kind {
            case .function(let type):
                program.bindings[file].functions[function] = bindFunction(imports[position], program.bindings[file].types[Int(type)], file)
                function += 1
            case .global(let type):
                if object.importedData[global] == nil { program.bindings[file].globals[global] = bindGlobal(imports[position], type, file) }
                global += 1
            case .memory: checkShared(imports[position], ReservedNames.memory, file)
            case .table: checkShared(imports[position], ReservedNames.table, file)
            }
        }
    }

    func isShared(_ item: Import, _ name: String) -> Bool { item.module == ReservedNames.runtimeModule && item.name == name }

    private mutating func checkShared(_ item: Import, _ name: String, _ file: Int) {
        if isShared(item, name) { return }
        reportUnusual(file, "it imports the \(item.kind.external.text) `\(item.name)` of `\(item.module)`")
    }

    private mutating func reportUnusual(_ file: Int, _ note: String) {
        sink.report(LinkerCodes.notAnObject, "`\(program.files[file].name)` is not an object of langc", notes: [note])
    }

    // MARK: Functions

    private mutating func bindFunction(_ item: Import, _ type: UInt32, _ file: Int) -> FunctionID? {
        if item.module == ReservedNames.runtimeModule { return bindRuntimeFunction(item.name, type, file) }
        guard !OrderInitializers.isReserved(item.module) else {
            reportUnusual(file, "it imports the function `\(item.name)` of `\(item.module)`")
            return nil
        }
        switch definition(of: item.name, in: ModuleID(item.module)) {
        case .function(let function):
            let found = program.functions[function].type
            if found != type { reportType(item, "has the type `\(text(ofType: found))`", "calls it as `\(text(ofType: type))`", file) }
            return function
        case .global: reportKind(item, found: "a variable", expected: "a function", file)
        case .missing: reportMissing(item, file)
        case .cycle: reportCycle(item, file)
        }
        return nil
    }

    private mutating func bindRuntimeFunction(_ name: String, _ type: UInt32, _ file: Int) -> FunctionID? {
        guard let function = runtimeFunctions[name] else {
            reportRuntime(file, "`\(program.files[file].id)` needs the runtime function `\(name)`, which the runtime library does not have")
            return nil
        }
        let found = program.functions[function].type
        if found != type {
            reportRuntime(
                file, "`\(program.files[file].id)` calls the runtime function `\(name)` as `\(text(ofType: type))`, but it has the type `\(text(ofType: found))`")
        }
        return function
    }

    private func text(ofType type: UInt32) -> String { program.types.types[Int(type)].text }

    private mutating func reportRuntime(_ file: Int, _ message: String) {
        let compiler = program.files[file].link.compiler
        sink.report(
            LinkerCodes.runtimeMismatch, message, notes: ["the object was compiled by version \(compiler)"],
            help: ["compile `\(program.files[file].id)` again"])
    }

    // MARK: Globals

    private mutating func bindGlobal(_ item: Import, _ type: GlobalType, _ file: Int) -> GlobalBinding {
        if OrderInitializers.isReserved(item.module) {
            if let binding = reserved(item, type, file, program.bindings[file].functions) { return binding }
            reportUnusual(file, "it imports the global `\(item.name)` of `\(item.module)` as \(type.text)")
            return .unbound
        }
        switch definition(of: item.name, in: ModuleID(item.module)) {
        case .global(let binding, let found):
            if found != type { reportType(item, "is a \(found.text)", "uses it as a \(type.text)", file) }
            return binding
        case .function: reportKind(item, found: "a function", expected: "a variable", file)
        case .missing: reportMissing(item, file)
        case .cycle: reportCycle(item, file)
        }
        return .unbound
    }

    /// What a global of a reserved module means; `nil` if there is none like it.
    ///
    /// - Parameter functions: what the functions of the file mean, if that is known.
    func reserved(_ item: Import, _ type: GlobalType, _ file: Int, _ functions: [FunctionID?]) -> GlobalBinding? {
        guard type.value == .i32, type.isMutable == (item.module == ReservedNames.runtimeModule) else { return nil }
        switch (item.module, item.name) {
        case (ReservedNames.runtimeModule, ReservedNames.shadowStackPointer): return .global(program.shadowStackPointer)
        case (ReservedNames.runtimeModule, ReservedNames.stackDepth): return .global(program.stackDepth)
        case (ReservedNames.runtimeModule, ReservedNames.cStackPointer): return .global(program.cStackPointer)
        case (ReservedNames.baseModule, ReservedNames.baseMemory), (ReservedNames.baseModule, ReservedNames.baseTable): return .base
        case (ReservedNames.dataModule, let name):
            guard let offset = UInt32(name), let (item, addend) = program.data(of: file, at: offset) else { return nil }
            return .address(item, addend: addend)
        case (ReservedNames.tableModule, let name):
            let elements = program.files[file].elements
            guard let index = Int(name), elements.indices.contains(index) else { return nil }
            let function = Int(elements[index])
            if function >= program.files[file].module.importedFunctionCount { return .slot(program.definedFunction(function, of: file)) }
            return function < functions.count ? functions[function].map { .slot($0) } : nil
        case (ReservedNames.namespaceModule, let name):
            return program.namespaces[ModuleID(name)].map { .address($0, addend: 0) }
        default: return nil
        }
    }

    /// What the globals of a file mean; reads of immutable ones become what they stand for.
    func boundGlobals(of file: Int) -> [GlobalBinding] {
        let object = program.files[file]
        var result = program.bindings[file].globals
        for (position, global) in object.module.globals.enumerated() where !global.type.isMutable {
            let index = object.module.importedGlobalCount + position
            switch global.initializer {
            case .i32(let value): result[index] = .constant(value)
            case .global: if case .found(let binding, _) = chase(file, index) { result[index] = binding }
            default: break
            }
        }
        return result
    }

    // MARK: Definitions

    /// What `module` exports as `name`, through however many re-exports.
    func definition(of name: String, in module: ModuleID) -> Definition {
        var name = name
        var module = module
        for _ in 0..<Self.chainLimit {
            guard let index = fileOf[module] else { return .missing }
            let file = program.files[index]
            if let position = file.exports[name] {
                let export = file.module.exports[position]
                switch export.kind {
                case .function:
                    guard Int(export.index) < file.module.importedFunctionCount else {
                        return .function(program.definedFunction(Int(export.index), of: index))
                    }
                    guard let item = importItem(.function, Int(export.index), file) else { return .missing }
                    if item.module == ReservedNames.runtimeModule { return runtimeFunctions[item.name].map { .function($0) } ?? .missing }
                    (module, name) = (ModuleID(item.module), item.name)
                case .global:
                    switch chase(index, Int(export.index)) {
                    case .found(let binding, let type): return .global(binding, type)
                    case .missing: return .missing
                    case .cycle: return .cycle
                    }
                default: return .missing
                }
            } else if let origin = file.origin(of: name) {
                (module, name) = (origin.module, origin.name)
            } else {
                return .missing
            }
        }
        return .cycle
    }

    enum Chased {
        case found(GlobalBinding, GlobalType)
        case missing, cycle
    }

    /// Follows a global through imports, re-exports and immutable copies to what it is.
    func chase(_ file: Int, _ index: Int) -> Chased {
        var file = file
        var index = index
        for _ in 0..<Self.chainLimit {
            let object = program.files[file]
            guard index < object.module.importedGlobalCount else {
                let global = object.module.globals[index - object.module.importedGlobalCount]
                guard !global.type.isMutable else { return .found(.global(program.definedGlobal(index, of: file)), global.type) }
                switch global.initializer {
                case .i32(let value): return .found(.constant(value), global.type)
                case .global(let source): index = Int(source)
                default: return .found(.global(program.definedGlobal(index, of: file)), global.type)
                }
                continue
            }
            guard let item = importItem(.global, index, object) else { return .missing }
            if OrderInitializers.isReserved(item.module) {
                let type = object.globalTypes[index]
                return reserved(item, type, file, program.bindings[file].functions).map { .found($0, type) } ?? .missing
            }
            guard let (next, export) = globalExport(item.name, in: ModuleID(item.module)) else { return .missing }
            (file, index) = (next, export)
        }
        return .cycle
    }

    /// The global that a module exports under a name, or that it re-exports from where its interface says.
    private func globalExport(_ name: String, in module: ModuleID) -> (file: Int, index: Int)? {
        var name = name
        var module = module
        for _ in 0..<Self.chainLimit {
            guard let index = fileOf[module] else { return nil }
            let file = program.files[index]
            if let position = file.exports[name] {
                let export = file.module.exports[position]
                return export.kind == .global ? (index, Int(export.index)) : nil
            }
            guard let origin = file.origin(of: name) else { return nil }
            (module, name) = (origin.module, origin.name)
        }
        return nil
    }

    /// The import that is the function or global at an index.
    private func importItem(_ kind: ExternalKind, _ index: Int, _ file: ObjectFile) -> Import? {
        let places = kind == .function ? file.functionImports : file.globalImports
        return places.indices.contains(index) ? file.module.imports[places[index]] : nil
    }
}

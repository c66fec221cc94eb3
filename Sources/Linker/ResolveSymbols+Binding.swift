import Basics
import Diagnostics
import ModuleSystem
import RuntimeABI
import WasmFormat

/// Binding of many files at the same time.
///
/// Nearly always there is nothing to report. So imports are bound in parallel and without a word; files in which something is wrong are bound
/// once more, one after another, by the functions that know how to say what.
extension ResolveSymbols {
    /// So many files are bound in one go.
    private static let chunk = 32

    mutating func bindImports() {
        let resolver = self
        let bound = parallelMap(chunks(of: program.files.count, length: Self.chunk), jobs: options.jobs) { $0.map(resolver.quietBindings) }
        for (file, bindings) in bound.joined().enumerated() {
            if let bindings { program.bindings[file] = bindings } else { bindImports(of: file) }
        }
    }

    /// What a file's imports mean; `nil` if there is something to report, or if that depends on what other files' imports mean.
    private func quietBindings(of file: Int) -> FileBindings? {
        let object = program.files[file]
        var bindings = unboundImports(of: file)
        var (function, global) = (0, 0)
        for item in object.module.imports {
            switch item.kind {
            case .function(let type):
                guard let found = quietFunction(item), program.functions[found].type == bindings.types[Int(type)] else { return nil }
                bindings.functions[function] = found
                function += 1
            case .global(let type):
                if object.importedData[global] == nil {
                    guard let found = quietGlobal(item, type, file, bindings.functions) else { return nil }
                    bindings.globals[global] = found
                }
                global += 1
            case .memory: guard isShared(item, ReservedNames.memory) else { return nil }
            case .table: guard isShared(item, ReservedNames.table) else { return nil }
            }
        }
        return bindings
    }

    /// What a file defines, and its imports that stand for static data of its own.
    func unboundImports(of file: Int) -> FileBindings {
        let object = program.files[file]
        var bindings = program.bindings[file]
        bindings.functions = [FunctionID?](repeating: nil, count: object.module.functionCount)
        for index in object.module.importedFunctionCount..<object.module.functionCount {
            bindings.functions[index] = program.definedFunction(index, of: file)
        }
        bindings.globals.reserveCapacity(object.module.globalCount)
        for place in object.importedData {
            bindings.globals.append(place.map { .address(DataID(bindings.firstData + Int($0.item)), addend: $0.addend) } ?? .unbound)
        }
        for index in object.module.importedGlobalCount..<object.module.globalCount { bindings.globals.append(.global(program.definedGlobal(index, of: file))) }
        return bindings
    }

    private func quietFunction(_ item: Import) -> FunctionID? {
        if item.module == ReservedNames.runtimeModule { return runtimeFunctions[item.name] }
        guard !OrderInitializers.isReserved(item.module), case .function(let found) = definition(of: item.name, in: ModuleID(item.module)) else {
            return nil
        }
        return found
    }

    private func quietGlobal(_ item: Import, _ type: GlobalType, _ file: Int, _ functions: [FunctionID?]) -> GlobalBinding? {
        if OrderInitializers.isReserved(item.module) { return reserved(item, type, file, functions) }
        guard case .global(let binding, let found) = definition(of: item.name, in: ModuleID(item.module)), found == type else { return nil }
        return binding
    }

    // MARK: What files define

    /// What the linker calls in a module, if the module has it.
    private struct EntryPoints {
        var body: EntryPoint
        var initializer: EntryPoint
        var preparation: EntryPoint
        var roots: EntryPoint
    }

    private enum EntryPoint {
        case found(FunctionID?)
        /// Nothing is called like that.
        case none
        /// Something else is called like that.
        case wrong(String)
    }

    /// Binds the immutable globals that the files define, and finds the functions that the linker calls. Imports have been bound.
    mutating func bindGlobals() {
        let resolver = self
        let found = parallelMap(chunks(of: program.files.count, length: Self.chunk), jobs: options.jobs) { part in
            part.map { (resolver.boundGlobals(of: $0), resolver.entryPoints(of: $0)) }
        }
        for (file, (globals, points)) in found.joined().enumerated() {
            program.bindings[file].globals = globals
            // Each initializer is called exactly once, so the one without a once flag will do.
            program.bindings[file].initializer = function(points.body, file) ?? function(points.initializer, file)
            program.bindings[file].preparation = function(points.preparation, file)
            program.bindings[file].roots = function(points.roots, file)
        }
    }

    private func entryPoints(of file: Int) -> EntryPoints {
        EntryPoints(
            body: entryPoint(ReservedNames.initializerBody, of: file), initializer: entryPoint(ReservedNames.initializer, of: file),
            preparation: entryPoint(ReservedNames.preparation, of: file), roots: entryPoint(ReservedNames.roots, of: file))
    }

    /// The function exported as `name`, which must neither take nor return anything.
    private func entryPoint(_ name: String, of index: Int) -> EntryPoint {
        let file = program.files[index]
        guard let position = file.exports[name] else { return .none }
        let export = file.module.exports[position]
        guard export.kind == .function, file.type(of: Int(export.index)) == FunctionType() else { return .wrong(name) }
        return .found(program.bindings[index].functions[Int(export.index)])
    }

    private mutating func function(_ point: EntryPoint, _ file: Int) -> FunctionID? {
        switch point {
        case .found(let function): return function
        case .none: return nil
        case .wrong(let name):
            sink.report(
                LinkerCodes.notAnObject, "`\(program.files[file].name)` is not an object of langc", notes: ["its export `\(name)` is no function () -> ()"])
            return nil
        }
    }
}

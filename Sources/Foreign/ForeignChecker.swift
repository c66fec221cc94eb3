import Basics
import Core
import Diagnostics
import ModuleSystem
import WasmFormat

/// Compares an interface with the foreign module that it describes.
struct ForeignChecker {
    private let parsed: ParsedModule<ForeignInterface>
    private let context: ModuleContext
    private var diagnostics: [Diagnostic] = []

    init(_ parsed: ParsedModule<ForeignInterface>, _ context: ModuleContext) {
        self.parsed = parsed
        self.context = context
    }

    mutating func check() -> CheckedModule<CheckedForeignModule> {
        var checked = CheckedForeignModule(functions: parsed.syntax.functions)
        var companions: [CompanionObject] = []
        do throws(ForeignProblem) {
            let (id, bytes) = try attachment()
            let foreign = try ForeignModule(bytes)
            let object = try ForeignObject(foreign, id: id)
            checkFunctions(object, foreign)
            checked.code = id
            checked.codeHash = object.interfaceHash
            checked.allocates = object.callsAllocate
            checked.fails = object.callsFail
            companions.append(CompanionObject(module: id) { version in object.encoded(compiler: version) })
        } catch {
            diagnostics.append(Diagnostic(
                code: error.code, message: "`\(fileName)` \(error.message)", primary: place, notes: error.notes, help: error.help))
        }
        return CheckedModule(
            file: parsed.file, checked: checked, interface: interface, companions: companions, diagnostics: diagnostics)
    }

    private var fileName: String { context.attachment?.id.text ?? parsed.attachment.first ?? "" }

    /// Where the interface names the foreign module.
    private var place: DiagnosticLabel {
        let span = parsed.syntax.file?.span ?? SourceSpan(0, 0)
        return DiagnosticLabel(path: parsed.file.path, span: span, text: parsed.syntax.file == nil ? "its interface" : "named here")
    }

    private func attachment() throws(ForeignProblem) -> (ModuleID, [UInt8]) {
        guard let attachment = context.attachment else {
            let names = parsed.attachment.map { "`\($0)`" }.joined(separator: " and no ")
            throw ForeignProblem(
                ForeignCodes.notFound, "cannot be read", notes: ["there is no \(names) beside the interface"],
                help: parsed.syntax.file == nil ? ["name the file with `from \"…\"`"] : [])
        }
        switch attachment.content {
        case .success(let bytes): return (attachment.id, bytes)
        case .failure(let error): throw ForeignProblem(ForeignCodes.notFound, "cannot be read: \(error.cause.words)")
        }
    }

    // MARK: Functions

    private mutating func checkFunctions(_ object: ForeignObject, _ foreign: ForeignModule) {
        for function in parsed.syntax.functions {
            guard let type = object.functionTypes[function.symbol] else {
                reportMissing(function, object, foreign)
                continue
            }
            guard type != function.wasmType else { continue }
            diagnostics.append(Diagnostic(
                code: ForeignCodes.wrongType.code, message: "`\(function.name)` is declared with another type than it has",
                primary: DiagnosticLabel(path: parsed.file.path, span: function.symbolSpan, text: "declared here"),
                notes: [
                    "the declaration means `\(function.wasmType.text)` in WebAssembly",
                    "`\(function.symbol)` of `\(fileName)` has the type `\(type.text)`",
                ], help: help(function, type)))
        }
    }

    private mutating func reportMissing(_ function: ForeignFunction, _ object: ForeignObject, _ foreign: ForeignModule) {
        let isHidden = foreign.names.values.contains(function.symbol)
        let near = closestMatches(to: function.symbol, among: object.functionTypes.keys.sorted())
        let notes = isHidden ? ["it has one of this name, but does not make it visible"] : []
        let hint = foreign.isRelocatable ? "do not declare it `static`" : "link the module with `-Wl,--export=\(function.symbol)`"
        diagnostics.append(Diagnostic(
            code: ForeignCodes.noSuchFunction.code, message: "`\(fileName)` has no function `\(function.symbol)`",
            primary: DiagnosticLabel(path: parsed.file.path, span: function.symbolSpan, text: "declared here"), notes: notes,
            help: near.first.map { ["did you mean `\($0)`?"] } ?? (isHidden ? [hint] : [])))
    }

    /// A declaration that would fit, if only numbers are concerned.
    private func help(_ function: ForeignFunction, _ type: FunctionType) -> [String] {
        let simple: [WasmFormat.ValueType: String] = [.f64: "f64", .f32: "f32", .i32: "i32", .i64: "i64"]
        guard type.parameters.count == function.parameters.count, type.results.count <= 1 else { return [] }
        var parameters: [String] = []
        for (parameter, found) in zip(function.parameters, type.parameters) {
            guard let name = parameter.type.parameters == [found] ? parameter.type.name : simple[found] else { return [] }
            parameters.append("\(parameter.name): \(name)")
        }
        let results = type.results.compactMap { found in
            function.result.flatMap { $0.parameters == [found] && !$0.isStruct ? $0.name : nil } ?? simple[found]
        }
        return ["`fn \(function.name)(\(parameters.joined(separator: ", ")))\(results.first.map { " -> " + $0 } ?? "")` would fit"]
    }

    // MARK: Interface

    private var interface: ModuleInterface {
        let exports = parsed.syntax.functions.map { function in
            let type = InterfaceFunctionType(
                parameters: function.parameters.map { InterfaceParameter(name: $0.name, type: $0.type.interfaceType) },
                result: function.result?.interfaceType ?? .unit)
            let signature = MachineSignature(
                parameters: function.parameters.map(\.type.machineType), result: function.result?.machineType, hasSiteVariant: true)
            return InterfaceExport(
                name: function.name, kind: .function(signature), type: .function(type),
                parameterUsage: function.parameters.map { _ in .read }, documentation: function.documentation, span: function.nameSpan)
        }
        return ModuleInterface(
            module: context.module, language: "Foreign", sourcePath: parsed.file.path, exports: exports.sorted { $0.name < $1.name },
            initializerHasEffects: false)
    }
}

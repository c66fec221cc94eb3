import Basics
import CodeGen
import Core
import Diagnostics
import ModuleSystem
import RuntimeABI
import Testing

let testSource = SourceFile(path: "main.atl", text: "line one\nline two\nline three\nline four\n")

/// A module with a failure of each kind that the tests need.
func testModule() -> Module {
    var module = Module(interface: ModuleInterface(module: ModuleID("main.atl"), language: "Atlas", sourcePath: "main.atl"))
    module.failures.append(Failure(code: "AT0007", prefix: "not finite"))
    module.failures.append(Failure(code: "AT0006", prefix: "outside"))
    module.failures.append(Failure(code: "AT0103", prefix: "invalid"))
    module.failures.append(Failure(code: "AT0001", prefix: "expected, got ", mode: .display, suffix: "!"))
    module.failures.append(Failure(code: "AT0099", prefix: "too deep"))
    return module
}

enum Failures {
    static let finite = FailureID(0)
    static let outside = FailureID(1)
    static let invalid = FailureID(2)
    static let type = FailureID(3)
    static let depth = FailureID(4)
}

extension Module {
    /// Adds an exported function with the body that `build` makes.
    @discardableResult
    mutating func add(
        _ name: String, _ parameters: [(String, ValueType)], _ result: ValueType, convention: Function.Convention = .direct,
        exported: Bool = true, _ build: (inout FunctionBuilder, [LocalID]) -> ExprID
    ) -> FunctionID {
        let locals = parameters.map { Local(name: $0.0, type: $0.1) }
        let function = Function(name: name, convention: convention, parameters: locals, result: result, span: SourceSpan(9, 17))
        var builder = FunctionBuilder(function)
        let body = build(&builder, parameters.indices.map { LocalID($0) })
        let id = functions.append(builder.finish(body))
        if exported, convention == .direct { exports.append(Export(name: name, target: .function(id))) }
        return id
    }
}

/// The object of `module`, checked by Binaryen's validator.
func generate(_ module: Module, _ level: OptimizationLevel = .none) throws -> [UInt8] {
    let options = CodeGenOptions(optimization: level, compilerVersion: "test", debugNames: true, validate: true)
    let result = CodeGenerator.generate(module, source: testSource, options: options)
    try #require(result.errors.isEmpty, "\(result.errors.map(\.message))")
    return result.object
}

let levels: [OptimizationLevel] = [.none, .standard, .aggressive]

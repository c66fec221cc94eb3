import Basics
import Core
import Diagnostics
import ModuleSystem

/// How much work goes into the code.
public enum OptimizationLevel: UInt8, Hashable, Sendable {
    /// Binaryen's passes never run: fastest to compile, easiest to debug.
    case none = 0
    /// Core passes and Binaryen's default pipeline.
    case standard = 1
    /// The same with more effort.
    case aggressive = 3
}

/// What code generation needs to know besides the module.
public struct CodeGenOptions: Hashable, Sendable {
    public var optimization: OptimizationLevel
    /// The compiler's version for the link section, as `langc --version` prints it.
    public var compilerVersion: String
    /// Write a `name` section. Without optimization it is always written.
    public var debugNames: Bool
    /// Write a `langc.positions` section.
    public var positions: Bool
    /// Keep records of calls, from which run-time errors tell how they came about.
    public var callStacks = false
    /// Run Binaryen's validator; for tests, since it costs more than the rest.
    public var validate: Bool

    public init(
        optimization: OptimizationLevel = .none, compilerVersion: String, debugNames: Bool = false, positions: Bool = true,
        validate: Bool = false
    ) {
        self.optimization = optimization
        self.compilerVersion = compilerVersion
        self.debugNames = debugNames
        self.positions = positions
        self.validate = validate
    }
}

/// An object, or the reasons why there is none.
public struct CodeGenResult: Sendable {
    /// The bytes of the object; empty if there are errors.
    public var object: [UInt8]
    /// Bugs that were noticed; a correct compiler produces none.
    public var errors: [InternalError]
}

/// Turns a module of Core into the bytes of an object.
public enum CodeGenerator {
    /// - Parameter source: the module's source, for positions in run-time errors; without it they have none.
    public static func generate(_ module: Module, source: SourceFile?, options: CodeGenOptions) -> CodeGenResult {
        let problems = Verifier.verify(module)
        guard problems.isEmpty else { return failed(module, problems) }
        let module = options.optimization == .none ? PassPipeline.runAlways(module) : PassPipeline.run(module, keepsCalls: options.callStacks)
        if options.validate {
            let problems = Verifier.verify(module)
            guard problems.isEmpty else { return failed(module, problems.map { "after the passes: " + $0 }) }
        }
        let emitter = ModuleEmitter(module, source: source, options: options)
        let (object, errors) = emitter.emit()
        return errors.isEmpty ? CodeGenResult(object: object, errors: []) : failed(module, errors)
    }

    private static func failed(_ module: Module, _ messages: [String]) -> CodeGenResult {
        CodeGenResult(
            object: [],
            errors: messages.map { InternalError(phase: "code generation", module: module.id.text, message: $0) })
    }
}

import Basics
import RuntimeABI

/// Checks that a module of Core is well formed. What it finds are bugs of langc, not of programs.
public enum Verifier {
    /// More problems of one module than these are not listed.
    static let maximumProblems = 20

    /// One line a problem; empty for a well-formed module.
    public static func verify(_ module: Module) -> [String] {
        var problems: [String] = []
        for (index, function) in module.functions.values.enumerated() {
            var verifier = FunctionVerifier(module, function)
            problems.append(contentsOf: verifier.verify().map { "function \(index) `\(function.name)`: \($0)" })
            if problems.count >= maximumProblems { return Array(problems.prefix(maximumProblems)) }
        }
        problems.append(contentsOf: verifyDeclarations(module))
        return Array(problems.prefix(maximumProblems))
    }

    private static func verifyDeclarations(_ module: Module) -> [String] {
        var problems: [String] = []
        for closure in module.closures.values {
            guard closure.function.offset < module.functions.count else {
                problems.append("closure `\(closure.name)` names a function that does not exist")
                continue
            }
            let function = module.functions[closure.function]
            if function.convention != .closure || function.parameterCount != (closure.arity == StaticClosure.variadic ? 1 : closure.arity) + 1 {
                problems.append("closure `\(closure.name)`: function `\(function.name)` has another convention or arity")
            }
        }
        if let initializer = module.initializer {
            guard initializer.offset < module.functions.count else { return problems + ["the initializer does not exist"] }
            let function = module.functions[initializer]
            if function.parameterCount != 0 || function.result != .unit { problems.append("the initializer has a wrong signature") }
        }
        if let failure = module.depthFailure, failure.offset >= module.failures.count {
            problems.append("the depth failure does not exist")
        }
        var names: Set<String> = []
        for export in module.exports {
            if !names.insert(export.name).inserted { problems.append("two exports are called `\(export.name)`") }
            let exists =
                switch export.target {
                case .function(let id): id.offset < module.functions.count
                case .global(let id): id.offset < module.globals.count
                case .closure(let id): id.offset < module.closures.count
                }
            if !exists { problems.append("export `\(export.name)` names nothing") }
        }
        for global in module.globals.values where global.type == .never {
            problems.append("global `\(global.name)` has type never")
        }
        return problems
    }
}

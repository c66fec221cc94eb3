import BinaryenKit
import Core

/// Which of Binaryen's passes run.
extension ModuleEmitter {
    /// The largest function, in nodes of Binaryen's tree, that goes into its only caller. V8 replaces code by better code only from call to
    /// call, so a hot loop must not end up in a function that is called once. Nor should the reports of errors stand in the hot code.
    private static let oneCallerLimit = 20

    /// Where one function has more expressions, the optimizer leaves out passes whose time grows with the square of a function's size.
    private static let largeFunction = 10_000

    /// Where one function has more, only passes run whose time is linear: a table written as statements, a generated program.
    private static let hugeFunction = 60_000

    /// Binaryen's default pipeline at its third level without passes that find next to nothing in what langc generates: half of the propagation
    /// of constants, the simplification of locals before blocks have values, moving code behind branches, and repeated cleaning. That is less than a
    /// quarter of the time, for code that is 0.2 % larger.
    private static let standardPasses = [
        "memory-packing", "ssa-nomerge", "dce", "remove-unused-brs", "remove-unused-names", "optimize-instructions", "precompute-propagate", "local-cse",
        "simplify-locals", "vacuum", "coalesce-locals", "reorder-locals", "code-folding", "merge-blocks", "remove-unused-brs",
        "optimize-instructions", "rse", "vacuum", "dae-optimizing", "inlining-optimizing", "duplicate-function-elimination",
        "simplify-globals-optimizing", "remove-unused-module-elements", "directize", "generate-stack-ir", "optimize-stack-ir",
    ]

    private static let linearPasses = [
        "dce", "remove-unused-names", "remove-unused-brs", "optimize-instructions", "precompute", "simplify-locals-nostructure", "vacuum", "reorder-locals",
    ]

    func optimize(_ binaryen: BinaryenModule) {
        let largest = module.functions.values.lazy.map(\.expressions.count).max() ?? 0
        let isLarge = largest > Self.largeFunction
        switch options.optimization {
        case .none: break
        case _ where largest > Self.hugeFunction: binaryen.run(passes: Self.linearPasses, level: 1, shrink: 0)
        case _ where isLarge: binaryen.optimize(level: 2, shrink: 0, oneCallerLimit: Self.oneCallerLimit)
        case .standard: binaryen.run(passes: Self.standardPasses, level: 3, shrink: 0, oneCallerLimit: Self.oneCallerLimit)
        case .aggressive: binaryen.optimize(level: 4, shrink: 0, oneCallerLimit: Self.oneCallerLimit)
        }
    }
}

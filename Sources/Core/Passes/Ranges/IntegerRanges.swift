import Basics
import RuntimeABI

/// Computes numbers that are always small and whole in integers instead of f64, and drops checks that cannot fail.
///
/// Only what is proven changes: an f64 that could be -0, NaN, fractional or large stays one, so results are the same bit by bit.
public enum IntegerRanges {
    public static func run(_ module: Module) -> Module {
        guard module.functions.values.contains(where: \.usesNumbers) else { return module }
        var module = module
        var ranges = ModuleRanges(module)
        var elements: IntegerArrays.Elements = []
        if let changed = IntegerArrays.run(module, ranges) {
            (module, elements) = changed
            ranges = ModuleRanges(module, knownElements: elements)
        }
        if let changed = SpeculateIndices.run(module, ranges) {
            module = changed
            ranges = ModuleRanges(module, knownElements: elements)
        }
        var signatures = IntegerSignatures(module, ranges)
        let changing = module.functions.indices.filter { module.functions[$0].usesNumbers }
        for index in changing {
            signatures.parameters[index.offset] = parameterWidths(of: index, module, ranges, signatures)
        }
        for index in changing {
            var rewriter = IntegerRewriter(module.functions[index], ranges.analyses[index.offset], signatures, index)
            rewriter.chooseLocals(mayChangeParameters: false)
            module.functions[index] = rewriter.rewrite()
        }
        return module
    }

    // By itself, so that nothing else holds the signatures when they change, and all of them would have to be copied.
    private static func parameterWidths(
        of index: FunctionID, _ module: Module, _ ranges: ModuleRanges, _ signatures: IntegerSignatures
    ) -> [IntegerWidth?] {
        var rewriter = IntegerRewriter(module.functions[index], ranges.analyses[index.offset], signatures, index)
        rewriter.chooseLocals(mayChangeParameters: true)
        return rewriter.parameterWidths
    }
}

/// Which parameters and results of functions are integers.
struct IntegerSignatures {
    var parameters: [[IntegerWidth?]]
    var results: [IntegerWidth?]

    /// All that can be.
    init(_ module: Module, _ ranges: ModuleRanges) {
        parameters = []
        results = []
        for (index, function) in module.functions.values.enumerated() {
            let isOpen = ranges.isInternal[index] && ranges.analyses[index]?.isComplete == true
            parameters.append(function.parameters.indices.map { position in
                guard isOpen, function.parameters[position].type == .f64 else { return nil }
                return IntegerWidth(ranges.parameters[index][position])
            })
            results.append(isOpen && function.result == .f64 ? IntegerWidth(ranges.results[index]) : nil)
        }
    }
}

extension IntegerWidth {
    /// The narrowest that holds the range.
    init?(_ range: NumberRange) {
        if range.fits(.i32) { self = .i32 } else if range.fits(.i64) { self = .i64 } else { return nil }
    }
}

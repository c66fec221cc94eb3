/// The order of the optimizing passes.
public enum PassPipeline {
    /// What has to be done without optimization, too.
    public static func runAlways(_ module: Module) -> Module { SplitLongFunctions.run(module) }

    /// All passes; the result behaves like `module` bit by bit.
    ///
    /// - Parameter keepsCalls: the program keeps records of calls, in which each call of a recursion shall have its own place.
    public static func run(_ module: Module, keepsCalls: Bool = false) -> Module {
        func copies(_ pass: @escaping (Module) -> Module) -> (Module) -> Module { keepsCalls ? { $0 } : pass }
        let passes: [(Module) -> Module] = [
            SplitLongFunctions.run, InlineLeaves.run, ForwardBoxes.run, SplitVariables.run, IntegerRanges.run, ExactReciprocals.run,
            HoistFromLoops.run, RemoveUnshares.run, FillLoops.run, SpeculateLoops.run, GuardLoops.run, RemoveChecks.run, PackFlags.run,
            RemoveTests.run, KeepBoxes.run, SpeculateLines.run, CombineFiniteChecks.run, JoinConcats.run, copies(InlineSingleCalls.run),
            copies(InlineRecursion.run), copies(InlineLoops.run), InlineBaseCases.run, OutlineLoops.run, LoopTailCalls.run, NestLoops.run,
            JoinConditions.run,
        ]
        return passes.reduce(module) { $1($0) }
    }
}

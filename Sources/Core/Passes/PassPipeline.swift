/// The order of the optimizing passes.
public enum PassPipeline {
    /// All passes; the result behaves like `module` bit by bit.
    public static func run(_ module: Module) -> Module {
        CombineFiniteChecks.run(IntegerRanges.run(module))
    }
}

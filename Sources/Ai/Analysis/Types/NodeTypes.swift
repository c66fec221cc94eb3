/// What is known about one version of a procedure.
struct NodeTypes {
    /// Of every expression that can be reached; those of other languages' or versions' code are missing.
    var nodes: [NodeID: StaticType] = [:]
    /// Of parameters of procedures and loops, which hold for the whole of their scope.
    var variables: [VariableID: StaticType] = [:]
    /// By operator of a call of a known procedure, those of the variables that the procedure captures.
    var captured: [NodeID: [StaticType]] = [:]
    var result = StaticType.never

    subscript(_ node: NodeID) -> StaticType { nodes[node] ?? .unknown }
}

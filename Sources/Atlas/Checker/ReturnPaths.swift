/// Finds out where control cannot go on.
struct ReturnPaths {
    let tree: SyntaxTree

    init(_ tree: SyntaxTree) { self.tree = tree }

    /// Every path through the block ends in a `return`. Loops and `match` do not count.
    func alwaysReturns(_ block: Block) -> Bool {
        block.statements.contains { ends($0, jumpsCount: false) }
    }

    /// No path comes out at the end of the block: each ends in `return`, `break` or `continue`.
    func neverCompletes(_ block: Block) -> Bool {
        block.statements.contains { ends($0, jumpsCount: true) }
    }

    private func ends(_ id: StatementID, jumpsCount: Bool) -> Bool {
        switch tree.statements[id].kind {
        case .returnStatement: return true
        case .breakStatement, .continueStatement: return jumpsCount
        case .block(let block): return block.statements.contains { ends($0, jumpsCount: jumpsCount) }
        case .conditional: return endsConditional(id, jumpsCount: jumpsCount)
        default: return false
        }
    }

    /// Follows a chain of `else if` without recursion.
    private func endsConditional(_ start: StatementID, jumpsCount: Bool) -> Bool {
        var current = start
        while case .conditional(_, let then, let otherwise) = tree.statements[current].kind {
            guard then.statements.contains(where: { ends($0, jumpsCount: jumpsCount) }) else { return false }
            switch otherwise {
            case nil: return false
            case .block(let block): return block.statements.contains { ends($0, jumpsCount: jumpsCount) }
            case .conditional(let next): current = next
            }
        }
        return false
    }
}

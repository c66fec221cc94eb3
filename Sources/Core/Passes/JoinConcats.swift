import Basics
import Diagnostics
import RuntimeABI

/// Puts texts of several parts together at once: `a + b + c` is one call of the runtime instead of two, and makes no string for `a + b`.
///
/// Parts are evaluated in the same order as before; only they can be observed.
public enum JoinConcats {
    public static func run(_ module: Module) -> Module {
        module.changingFunctions { function, _ in
            var pass = ConcatPass(function)
            pass.run()
            return pass.function
        }
    }
}

private struct ConcatPass {
    var function: Function

    init(_ function: Function) { self.function = function }

    mutating func run() {
        var concats: [ExprID] = []
        var isInner = [Bool](repeating: false, count: function.expressions.count)
        for id in function.expressions.indices where operands(id) != nil {
            concats.append(id)
            for operand in operands(id) ?? [] { isInner[operand.offset] = true }
        }
        for id in concats where !isInner[id.offset] { join(id) }
    }

    private func operands(_ id: ExprID) -> [ExprID]? {
        guard case .callRuntime(.stringConcat, let operands) = function.expressions[id].kind, operands.count == 2 else { return nil }
        return operands
    }

    private mutating func join(_ root: ExprID) {
        let parts = parts(of: root)
        guard parts.count > 2 else { return }
        let span = function.expressions[root].span
        var start = parts[0]
        var position = 1
        while parts.count - position > 3 {
            let kind = Expr.Kind.callRuntime(.stringConcat4, [start] + parts[position..<position + 3])
            start = function.add(kind, .reference(.string), span)
            position += 3
        }
        let rest = [start] + parts[position...]
        let callee: RuntimeFunction = rest.count == 2 ? .stringConcat : rest.count == 3 ? .stringConcat3 : .stringConcat4
        function.expressions[root].kind = .callRuntime(callee, rest)
    }

    /// What a tree of concatenations puts together, from left to right.
    private func parts(of root: ExprID) -> [ExprID] {
        var parts: [ExprID] = []
        var stack = [root]
        while let id = stack.popLast() {
            if let operands = operands(id) {
                stack.append(contentsOf: operands.reversed())
            } else {
                parts.append(id)
            }
        }
        return parts
    }
}

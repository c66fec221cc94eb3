import Basics
import Diagnostics

/// Walks a module once and fills a `UseIndex`.
final class UseCollector {
    let typed: TypedModule
    var index = UseIndex()
    private(set) var owner: FunctionID?
    private(set) var ordinal = 0
    private var loops = 0

    init(_ typed: TypedModule) { self.typed = typed }

    static func collect(_ typed: TypedModule) -> UseIndex {
        let collector = UseCollector(typed)
        collector.walkModule()
        return collector.index
    }

    private func walkModule() {
        for item in typed.tree.items {
            switch item.kind {
            case .statement(let statement):
                if case .variable = typed.tree.statements[statement].kind, let symbol = typed.statementSymbols[statement.offset] {
                    index.declarationOrdinal[symbol] = ordinal
                }
                walk(statement)
                ordinal += 1
            case .implementation(let implementation):
                for method in implementation.methods { walkFunction(method) }
            case .importDeclaration, .reexport, .typeAlias, .traitDeclaration: break
            }
        }
    }

    // MARK: Recording

    func record(_ symbol: SymbolID, _ role: UseRole, at span: SourceSpan) {
        switch typed.symbols[symbol].kind {
        case .function(let function):
            note(.own(function), isCall: false, at: span)
            index.escaping.insert(function)
        case .variable, .parameter, .local, .imported:
            index.uses.append(VariableUse(symbol: symbol, role: role, position: span.start, owner: owner))
        case .namespace, .builtin: break
        }
    }

    func note(_ target: FunctionReference.Target, isCall: Bool, at span: SourceSpan) {
        index.references.append(
            FunctionReference(target: target, isCall: isCall, position: span.start, owner: owner, statement: ordinal))
        if case .own(let function) = target {
            index.firstReference[function] = min(index.firstReference[function] ?? .max, span.start)
        }
    }

    // MARK: Statements

    func walk(_ block: Block) {
        let functions = block.statements.compactMap { statement -> FunctionID? in
            if case .function(let function) = typed.tree.statements[statement].kind { return function }
            return nil
        }
        if !functions.isEmpty { index.siblings.append((block.span.start, functions)) }
        for statement in block.statements { walk(statement) }
    }

    private func walkFunction(_ function: FunctionID) {
        guard let body = typed.tree.functions[function].body else { return }
        let outer = (owner, loops)
        (owner, loops) = (function, 0)
        walk(body)
        (owner, loops) = outer
    }

    func walk(_ id: StatementID) {
        let statement = typed.tree.statements[id]
        switch statement.kind {
        case .variable(let declaration):
            declare(id)
            walk(declaration.initializer, .keep)
        case .function(let function):
            walkFunction(function)
        case .conditional(let condition, let then, let otherwise):
            walk(condition, .read)
            walk(then)
            switch otherwise {
            case .block(let block): walk(block)
            case .conditional(let next): walk(next)
            case nil: break
            }
        case .whileLoop(let condition, let body):
            loops += 1
            walk(condition, .read)
            walk(body)
            loops -= 1
        case .forLoop(let initializer, let condition, let step, let body):
            if let initializer { walk(initializer) }
            loops += 1
            if let condition { walk(condition, .read) }
            walk(body)
            if let step { walk(step) }
            loops -= 1
        case .forIn(_, let iterable, let body):
            walk(iterable, .read)
            loops += 1
            declare(id)
            walk(body)
            loops -= 1
        case .returnStatement(let value):
            if let value { walk(value, .keep) }
        case .block(let block):
            walk(block)
        case .assignment(let target, let operation, let value):
            walkTarget(target, isCompound: operation != .assign)
            walk(value, .keep)
        case .increment(let target, _):
            walkTarget(target, isCompound: true)
        case .expression(let value):
            walk(value, .read)
        case .breakStatement, .continueStatement, .invalid: break
        }
    }

    private func declare(_ statement: StatementID) {
        if loops > 0, let symbol = typed.statementSymbols[statement.offset] { index.loopDepth[symbol] = loops }
    }

    private func walkTarget(_ target: ExpressionID, isCompound: Bool) {
        let expression = typed.tree.expressions[target]
        switch expression.kind {
        case .name:
            guard let symbol = typed.expressionSymbols[target.offset] else { return }
            if isCompound { record(symbol, .read, at: expression.span) }
            record(symbol, .assign, at: expression.span)
        case .subscripted(let base, let position):
            walkStoreBase(base)
            walk(position, .read)
        default: walk(target, .read)
        }
    }

    /// The base of a nested store: the variable at its root is changed.
    private func walkStoreBase(_ base: ExpressionID) {
        let expression = typed.tree.expressions[base]
        switch expression.kind {
        case .name: if let symbol = typed.expressionSymbols[base.offset] { record(symbol, .mutate, at: expression.span) }
        case .subscripted(let inner, let position):
            walkStoreBase(inner)
            walk(position, .read)
        default: walk(base, .read)
        }
    }
}

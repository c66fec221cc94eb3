import Basics
import Diagnostics

/// Tests the results of statements that follow each other in a loop all at once.
///
///     vx[i] = check(vx[i] - dx * m); vy[i] = check(vy[i] - dy * m); vz[i] = check(vz[i] - dz * m);
///
/// becomes
///
///     a = vx[i]; p = a - dx * m; vx[i] = p;   b = vy[i]; q = b - dy * m; vy[i] = q;   c = vz[i]; r = c - dz * m; vz[i] = r;
///     if (p + q + r is not finite) { vz[i] = c; vy[i] = b; vx[i] = a; the statements with all their tests }
///
/// Infinity and NaN reach the sum from wherever they are. When the sum is not finite, everything that the statements have changed is as it was before,
/// and they are done again: then a test fails at its place, or they succeed, where only the sum was too large.
public enum SpeculateLines {
    /// Least number of tests that become one.
    static let leastTests = 3
    /// Most expressions of statements that are done so together, and of all that are added to a function.
    static let largestLine = 300
    static let growthLimit = 3000

    public static func run(_ module: Module) -> Module {
        module.changingFunctions { function, body in
            guard function.expressions.values.contains(where: \.isFiniteCheck) else { return function }
            var pass = LineSpeculation(function)
            pass.visit(body, inLoop: false)
            return pass.function
        }
    }
}

extension Expr {
    fileprivate var isFiniteCheck: Bool {
        if case .checkFinite = kind { return true }
        return false
    }
}

/// Changes the lines of statements in the loops of one function.
private struct LineSpeculation {
    var function: Function
    private var growth = 0

    init(_ function: Function) { self.function = function }

    mutating func visit(_ id: ExprID, inLoop: Bool) {
        let kind = function.expressions[id].kind
        switch kind {
        case .loop(let label, let condition, let body, let step):
            let isOften = !function.labels[label].isSeldom
            if isOften, changeLoop(id, condition, body, step) { return }
            if let condition { visit(condition, inLoop: isOften) }
            if isOften { visitBody(body) } else { visit(body, inLoop: false) }
            if let step { visit(step, inLoop: isOften) }
        case .sequence where inLoop: visitStatements(id)
        default: kind.forEachOperand { visit($0, inLoop: inLoop) }
        }
    }

    /// The body of a loop may be one statement.
    private mutating func visitBody(_ id: ExprID) {
        let expression = function.expressions[id]
        switch expression.kind {
        case .setLocal, .arrayStore:
            let statement = function.add(expression.kind, expression.type, expression.span)
            function.expressions[id].kind = .sequence([statement])
        default: break
        }
        visit(id, inLoop: true)
    }

    /// The items of a sequence, and of sequences without a value in it.
    private func statements(_ id: ExprID) -> [ExprID] {
        guard case .sequence(let items) = function.expressions[id].kind else { return [id] }
        return items.flatMap { function.expressions[$0].type == .unit ? statements($0) : [$0] }
    }

    /// Changes runs of statements.
    private mutating func visitStatements(_ id: ExprID) {
        var result: [ExprID] = []
        var line: [ExprID] = []
        var size = 0
        var isChanged = false
        func end(_ pass: inout LineSpeculation) {
            if let changed = pass.together(line, size) {
                result += changed
                isChanged = true
            } else {
                result += line
            }
            (line, size) = ([], 0)
        }
        for statement in statements(id) {
            if let cost = StatementLine.cost(statement, function) {
                if size + cost > SpeculateLines.largestLine { end(&self) }
                line.append(statement)
                size += cost
            } else {
                end(&self)
                visit(statement, inLoop: true)
                result.append(statement)
            }
        }
        end(&self)
        if isChanged { function.expressions[id].kind = .sequence(result) }
    }

    /// What takes the place of the statements; nil where nothing would be gained.
    private mutating func together(_ statements: [ExprID], _ size: Int) -> [ExprID]? {
        guard growth < SpeculateLines.growthLimit, function.locals.count < InlineLeaves.variableLimit else { return nil }
        let line = StatementLine(statements, function)
        guard line.testCount >= SpeculateLines.leastTests else { return nil }
        growth += size
        var copy = LineCopy(taking: &function, line)
        let result = copy.statements()
        function = copy.builder.function
        return result
    }

    /// Changes a loop that does nothing but one line of statements.
    private mutating func changeLoop(_ id: ExprID, _ condition: ExprID?, _ body: ExprID, _ step: ExprID?) -> Bool {
        guard growth < SpeculateLines.growthLimit, function.locals.count < InlineLeaves.variableLimit, let condition,
            function.expressions[id].type == .unit, StatementLine.isRepeatable(condition, function)
        else { return false }
        if let step, StatementLine.cost(step, function) == nil { return false }
        var size = 0
        let items = statements(body)
        for item in items {
            guard let cost = StatementLine.cost(item, function) else { return false }
            size += cost
        }
        guard size <= SpeculateLines.largestLine else { return false }
        let line = StatementLine(items, function)
        guard line.testCount >= SpeculateLines.leastTests else { return false }
        growth += size
        var copy = LineCopy(taking: &function, line)
        let result = copy.loop(id)
        function = copy.builder.function
        if let result { function.expressions[id].kind = .sequence([result]) }
        return true
    }
}

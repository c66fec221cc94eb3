/// Procedures as arguments of library procedures, and as values that are called.
extension RandomAiProgram {
    /// A library procedure that calls a lambda for each element, or until it has been left.
    mutating func walk(_ variables: [String], _ depth: Int) -> String {
        let elements = (0..<random.number(1...3)).map { _ in expression(variables, depth - 2, calls: false) }.joined(separator: " ")
        let (state, item) = (fresh("s"), fresh("x"))
        func body(_ generator: inout Self, _ names: [String]) -> String { generator.expression(variables + names, depth - 2, calls: false) }
        let list = "(list \(elements))"
        switch random.number(0...9) {
        case 0, 1: return "({fold} (lambda (\(state) \(item)) \(body(&self, [state, item]))) \(body(&self, [])) \(list))"
        case 2: return "({fold} {+} 0 ({map} (lambda (\(item)) \(body(&self, [item]))) \(list)))"
        case 3: return "({reduce} (lambda (\(item) \(state)) \(body(&self, [state, item]))) 0 ({filter} (lambda (\(item)) ({<} \(item) 5)) \(list)))"
        case 4: return "({count} (lambda (\(item)) ({<} \(item) \(body(&self, [item])))) \(list))"
        case 5:
            let next = "(set! \(state) ({clip} \(body(&self, [state, item]))))"
            return "(let ((\(state) 1)) ({for-each} (lambda (\(item)) \(next)) \(list)) \(state))"
        case 6:
            let leave = "(if ({>} \(item) 2) (\(state) \(body(&self, [item]))))"
            return "(call/cc (lambda (\(state)) ({for-each} (lambda (\(item)) \(leave)) \(list)) 3))"
        case 7:
            let test = "(if ({=} \(item) 1) (raise \(item)) \(body(&self, [item])))"
            return "(guard (\(state) (#t 7)) ({fold} {+} 0 ({map} (lambda (\(item)) \(test)) \(list))))"
        case 8:
            let name = fresh("l")
            let change = "(if (pair? (cdr \(name))) (set-cdr! (cdr \(name)) '()))"
            return "(let ((\(name) \(list))) ({fold} {+} 0 ({map} (lambda (\(item)) \(change) \(body(&self, [item]))) \(name))))"
        default:
            let items = "({vector-map} (lambda (\(item)) \(body(&self, [item]))) ({vector} \(elements)))"
            let sum = "({vector-for-each} (lambda (\(item)) (set! \(state) ({+} \(state) \(item)))) \(items))"
            return "(let ((\(state) 0)) \(sum) \(state))"
        }
    }

    /// Closures in a vector, one of which is called; others may be there, too.
    mutating func closures(_ variables: [String], _ depth: Int) -> String {
        let (name, captured, item) = (fresh("c"), fresh("k"), fresh("x"))
        let inner = variables + [captured, item]
        let bodies = (0..<2).map { _ in expression(inner, depth - 2, calls: false) }
        let first = "(lambda (\(item)) \(bodies[0]))"
        let second = random.element(["(lambda (\(item)) \(bodies[1]))", "abs", "(lambda all (car all))", "(let ((\(item) 3)) (lambda (y) \(bodies[1])))"])
        let value = "(let ((\(captured) \(random.element(["3", "n", "2.5", "({+} n 1)"])))) ({vector} \(first) \(second)))"
        let call = "(({vector-ref} \(name) ({modulo} ({whole} \(random.element(variables))) 2)) \(expression(variables, depth - 2, calls: false)))"
        guard random.chance(40) else { return "(let ((\(name) \(value))) \(call))" }
        let (counter, sum, loop) = (fresh("i"), fresh("s"), fresh("sum"))
        let next = "({+} \(sum) (({vector-ref} \(name) ({modulo} \(counter) 2)) \(counter)))"
        return "(let ((\(name) \(value))) (let \(loop) ((\(counter) 0) (\(sum) 0)) (if ({<} \(counter) 5) (\(loop) ({+} \(counter) 1) \(next)) \(sum))))"
    }
}

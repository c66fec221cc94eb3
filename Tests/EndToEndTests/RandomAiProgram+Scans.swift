/// Loops that look at elements of vectors and lists in conditions of several parts, and change what they look at.
extension RandomAiProgram {
    /// Counts rounds in which a condition holds; it may fail at elements that are not there.
    mutating func scan(_ variables: [String], _ depth: Int) -> String {
        random.chance(60) ? scanVectors(variables, depth) : scanList(variables, depth)
    }

    private mutating func scanVectors(_ variables: [String], _ depth: Int) -> String {
        let (first, second, loop, counter, sum) = (fresh("v"), fresh("w"), fresh("scan"), fresh("i"), fresh("s"))
        // Where all elements are known to be of one kind, nothing else is asked of them.
        let kinds = [["0", "1", "2", "-1"], ["0", "1", "2", "-1"], ["0.5", "2.0", "-0.0"], ["0", "1", "2.5"] + variables]
        let kind = kinds[random.number(0..<kinds.count)]
        let items = (0..<8).map { _ in random.element(kind) }
        let inner = variables + [counter, sum]
        func element(_ generator: inout Self) -> String {
            let index = generator.random.element([
                counter, counter, "({+} \(counter) 1)", "({-} 3 \(counter))", "({modulo} ({whole} \(generator.random.element(variables))) 4)",
            ])
            return "({vector-ref} \(generator.random.element([first, second])) \(index))"
        }
        func part(_ generator: inout Self) -> String {
            let operand =
                generator.random.chance(30) ? element(&generator) : generator.random.chance(50) ? counter : generator.random.element(inner)
            let test = "({\(generator.random.element(["<", "=", "=", ">="]))} \(element(&generator)) \(operand))"
            return generator.random.chance(40) ? "(not \(test))" : test
        }
        let condition = joined((0..<random.number(2...4)).map { _ in part(&self) })
        let change = random.element([
            "0", "({vector-set!} \(first) ({modulo} \(counter) 4) ({vector-ref} \(second) ({modulo} ({+} \(counter) 1) 4)))",
            "({flip!} \(first) ({modulo} \(counter) \(random.element(["4", "4", "5"]))))", "({vector-set!} \(second) 1 \(sum))",
        ])
        let round = "(\(loop) ({+} \(counter) 1) (if \(condition) ({+} \(sum) 1) \(sum)))"
        let rounds = random.element(["3", "4", "4", "5"])
        let body = "(let \(loop) ((\(counter) 0) (\(sum) 0)) (if ({<} \(counter) \(rounds)) (begin \(change) \(round)) \(sum)))"
        let vectors = [(first, items.prefix(4)), (second, items.suffix(4))].map { "(\($0) ({vector} \($1.joined(separator: " "))))" }.joined()
        return "(guard (e (#t 77)) (let (\(vectors)) \(body)))"
    }

    private mutating func scanList(_ variables: [String], _ depth: Int) -> String {
        let (list, loop, distance) = (fresh("l"), fresh("fits"), fresh("d"))
        let items = (0..<3).map { _ in random.chance(50) ? random.element(["0", "3", "-1", "1.5"]) : random.element(variables) }
        let (x, end) = (random.element(variables), random.element(["'()", "'()", "5"]))
        let others = ["({+} \(x) \(distance))", "({-} \(x) \(distance))", x, distance, "(car (cdr \(list)))"]
        let parts = (0..<random.number(2...4)).map { _ in "(not ({=} (car \(list)) \(random.element(others))))" }
        let next = "(\(loop) (cdr \(list)) ({+} \(distance) 1))"
        let start = "(cons \(items[0]) (cons \(items[1]) (cons \(items[2]) \(end))))"
        let test = "(or (null? \(list)) (and \(parts.joined(separator: " ")) \(next)))"
        return "(guard (e (#t 78)) (if (let \(loop) ((\(list) \(start)) (\(distance) 1)) \(test)) 1 2))"
    }

    /// By `and` and `or`, one within the other.
    private mutating func joined(_ parts: [String]) -> String {
        let operation = random.element(["and", "or"])
        guard parts.count > 2, random.chance(40) else { return "(\(operation) \(parts.joined(separator: " ")))" }
        return "(\(operation) \(parts[0]) \(joined(Array(parts.dropFirst()))))"
    }
}

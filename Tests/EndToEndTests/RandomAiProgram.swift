/// Procedures in Ai that calculate with numbers around the limits of their representations: small integers, integers of 64 bits, big ones, floats.
///
/// Each procedure is there twice: as one writes it, so that the compiler finds out what its variables hold and leaves out boxes, tests and calls;
/// and with variables in the place of operators, about which nothing can be known. Both must do the same, which the program itself compares.
struct RandomAiProgram {
    var random: RandomSource
    private var names = 0
    private var procedures: [String] = []

    init(seed: UInt64) { random = RandomSource(state: seed) }

    /// Operators, and what stands for them in the second version.
    private static let operators = [
        "+": "plus", "-": "minus", "*": "times", "quotient": "divide", "remainder": "rest", "modulo": "mod", "<": "less", ">": "greater",
        "<=": "at-most", ">=": "at-least", "=": "same", "abs": "size", "exact?": "exactly?", "vector-ref": "item", "vector-set!": "put!",
        "vector": "items", "truncate": "cut", "exact": "to-exact", "make-vector": "repeated", "vector-length": "length-of",
        "vector-fill!": "flood!", "vector?": "items?", "map": "each", "for-each": "go-through", "fold": "folded", "filter": "chosen",
        "reduce": "reduced", "count": "counted", "find": "found", "vector-map": "each-item", "vector-for-each": "go-through-items",
        "list-tabulate": "tabulated", "any": "some",
    ]

    /// The program prints `ok`, or each difference.
    static func text(seed: UInt64) -> String {
        var generator = RandomAiProgram(seed: seed)
        return generator.program()
    }

    // MARK: The program

    private mutating func program() -> String {
        let names = Array(["f0", "f1", "f2"].prefix(random.number(1...3)))
        var bodies = [
            "(define ({whole} x) (if ({exact?} x) x (if ({<} ({abs} x) 1e15) ({exact} ({truncate} x)) 1)))",
            """
            (define ({clip} x)
              (if ({exact?} x)
                  (if ({<} ({abs} x) 1000000000000000000000000000000) x ({modulo} x 1000003))
                  (if (and ({<} ({abs} x) 1e15) ({=} x x)) x 1.5)))
            """,
        ]
        bodies += sharedVectors()
        procedures = names
        for name in names { bodies.append(procedure(name)) }
        var lines = Self.operators.sorted { $0.key < $1.key }.flatMap { ["(define \($0.value) \($0.key))", "(set! \($0.value) \($0.value))"] }
        lines += bodies.map { Self.render($0, isHidden: false) } + bodies.map { Self.render($0, isHidden: true) }
        lines.append("""
            (define (check name x y) (if (eqv? x y) #t (begin (print "differs:" name x y) #f)))
            """)
        for _ in 0..<8 {
            let call = "({\(random.element(names))} \(random.number(0...3)) \(argument()) \(argument()))"
            lines.append("(check '\(Self.render(call, isHidden: false)) \(Self.render(call, isHidden: false)) \(Self.render(call, isHidden: true)))")
        }
        return (lines + ["(print \"ok\")"]).joined(separator: "\n") + "\n"
    }

    /// Names in braces become themselves, or what hides them.
    private static func render(_ text: String, isHidden: Bool) -> String {
        text.replacing(/\{([^}]*)\}/) { match in
            let name = String(match.1)
            return isHidden ? operators[name] ?? "hidden-" + name : name
        }
    }

    private mutating func procedure(_ name: String) -> String {
        let body = expression(["a", "b", "n"], 4, calls: true)
        let base = expression(["a", "b"], 1, calls: false)
        return "(define ({\(name)} n a b) (if ({<} n 1) \(base) \(random.chance(35) ? "({clip} \(body))" : body)))"
    }

    private mutating func argument() -> String {
        random.element([
            "0", "1", "5", "-3", "100", "140737488355327", "-140737488355328", "1.5", "70368744177664", "9007199254740993", "2147483648",
            "100000000000000000000",
        ])
    }

    // MARK: Expressions

    private static let whole = [
        "0", "1", "2", "3", "-1", "-2", "7", "10", "255", "65536", "2147483647", "2147483648", "4294967296", "-2147483648", "70368744177664",
        "140737488355327", "-140737488355328", "140737488355328", "9007199254740992", "4611686018427387904", "18446744073709551616",
    ]

    private mutating func constant() -> String {
        switch random.number(0..<100) {
        case 0..<15: random.element(["1.5", "0.5", "-2.0", "1e10"])
        case 15..<55: random.element(Self.whole)
        default: random.element(["0", "1", "2", "3", "-1", "5"])
        }
    }

    mutating func expression(_ variables: [String], _ depth: Int, calls: Bool) -> String {
        let choice = random.number(0..<100)
        if depth <= 0 || choice < 12 { return random.chance(70) ? random.element(variables) : constant() }
        switch choice {
        case 12..<42: return sum(variables, depth, calls)
        case 42..<47: return walk(variables, depth)
        case 47..<50: return closures(variables, depth)
        case 50..<61: return division(variables, depth, calls)
        case 61..<75:
            let test = test(variables, depth - 1, calls)
            return "(if \(test) \(expression(variables, depth - 1, calls: calls)) \(expression(variables, depth - 1, calls: calls)))"
        case 75..<81:
            let name = fresh("t")
            let value = expression(variables, depth - 1, calls: calls)
            return "(let ((\(name) \(value))) \(expression(variables + [name], depth - 1, calls: calls)))"
        case 81..<83: return vector(variables, depth, calls)
        case 83..<86: return filledVector(variables, depth)
        case 86..<89: return scan(variables, depth)
        case 89..<93: return loop(variables, depth)
        default:
            guard calls else { return random.element(variables) }
            let arguments = (0..<2).map { _ in expression(variables, depth - 2, calls: true) }
            return "({\(random.element(procedures))} ({-} n 1) \(arguments[0]) \(arguments[1]))"
        }
    }

    private mutating func sum(_ variables: [String], _ depth: Int, _ calls: Bool) -> String {
        let operation = random.element(["+", "-", "*", "+", "-"])
        let operands = (0..<(random.chance(85) ? 2 : 3)).map { _ in expression(variables, depth - 1, calls: calls) }
        return "({\(operation)} \(operands.joined(separator: " ")))"
    }

    private mutating func division(_ variables: [String], _ depth: Int, _ calls: Bool) -> String {
        let operation = random.element(["quotient", "remainder", "modulo"])
        let dividend = "({whole} \(expression(variables, depth - 1, calls: calls)))"
        if random.chance(60) { return "({\(operation)} \(dividend) \(random.element(["3", "-7", "1000", "-1", "2147483647", "140737488355328"])))" }
        return "({\(operation)} \(dividend) ({+} 1 ({abs} ({whole} \(expression(variables, depth - 2, calls: calls))))))"
    }

    private mutating func test(_ variables: [String], _ depth: Int, _ calls: Bool) -> String {
        let choice = random.number(0..<100)
        if depth > 0, choice < 15 { return "(not \(test(variables, depth - 1, calls)))" }
        if depth > 0, choice < 30 {
            return "(\(random.element(["and", "or"])) \(test(variables, depth - 1, calls)) \(test(variables, depth - 1, calls)))"
        }
        let operation = random.element(["<", ">", "<=", ">=", "="])
        return "({\(operation)} \(expression(variables, depth - 1, calls: calls)) \(expression(variables, depth - 1, calls: calls)))"
    }

    /// Elements of a vector, one of which changes.
    private mutating func vector(_ variables: [String], _ depth: Int, _ calls: Bool) -> String {
        let name = fresh("v")
        let items = (0..<3).map { _ in expression(variables, depth - 2, calls: calls) }
        let change = "({vector-set!} \(name) \(random.number(0...2)) \(expression(variables, depth - 1, calls: calls)))"
        let index = "({modulo} ({whole} \(expression(variables, 1, calls: false))) 3)"
        let value = "({\(random.element(["+", "-"]))} ({vector-ref} \(name) \(index)) ({vector-ref} \(name) \(random.number(0...2))))"
        return "(let ((\(name) ({vector} \(items.joined(separator: " "))))) \(change) \(value))"
    }

    /// Vectors of the module, with elements of one kind or several, procedures that change and read any vector, and ways out of sight.
    private mutating func sharedVectors() -> [String] {
        let numbers = ["0 1 2 3", "1.5 2.5 -0.0 4.0", "0 140737488355327 -140737488355328 7", "1 2.5 100000000000000000000 4"]
        return [
            "(define {g0} ({vector} \(random.element(numbers))))",
            "(define {g1} ({make-vector} 4 \(random.element(["0", "0.5", "1"]))))",
            "(define {kept} '())",
            "(define ({store!} v i x) ({vector-set!} v i ({clip} x)) i)",
            """
            (define ({flip!} v high)
              (let turn ((i 0) (j high))
                (if ({<} i j)
                    (let ((t ({vector-ref} v i)))
                      ({vector-set!} v i ({vector-ref} v j))
                      ({vector-set!} v j t)
                      (turn ({+} i 1) ({-} j 1)))
                    i)))
            """,
            "(define ({fetch} v i) (if ({<} i 0) 0 ({vector-ref} v i)))",
            """
            (define ({total} v)
              (let sum ((i 0) (s 0)) (if ({<} i ({vector-length} v)) (sum ({+} i 1) ({+} s ({fetch} v i))) s)))
            """,
            "(define ({keep!} v) (set! {kept} (cons v {kept})) v)",
            "(define ({change-kept!} x) (if (pair? {kept}) ({vector-set!} (car {kept}) 0 x)) 0)",
        ]
    }

    /// A vector of the module, or one that is filled in a loop, seen by more or fewer procedures, and what is read from it.
    private mutating func filledVector(_ variables: [String], _ depth: Int) -> String {
        let place = "({modulo} ({whole} \(expression(variables, 1, calls: false))) 4)"
        let new = expression(variables, depth - 2, calls: false)
        guard random.chance(60) else {
            let shared = random.element(["{g0}", "{g1}"])
            let change = random.chance(50) ? "({store!} \(shared) \(place) \(new))" : "({vector-set!} \(shared) \(place) ({clip} \(new)))"
            return "(begin \(change) \(random.chance(50) ? "({total} \(shared))" : "({vector-ref} \(shared) \(place))"))"
        }
        let (name, counter, loop) = (fresh("v"), fresh("i"), fresh("fill"))
        let element = expression(variables + [counter], depth - 2, calls: false)
        let fill = "(let \(loop) ((\(counter) 0)) (if ({<} \(counter) 4) (begin ({vector-set!} \(name) \(counter) \(element)) (\(loop) ({+} \(counter) 1)))))"
        let further = random.element([
            "0", "({store!} \(name) \(place) \(new))", "({keep!} \(name))", "(begin ({keep!} \(name)) ({change-kept!} \(new)))",
            "({vector-fill!} \(name) \(new))", "({vector-set!} \(name) \(place) {g1})",
        ])
        let read = further.contains("{g1}") ? "(if ({vector?} ({vector-ref} \(name) 0)) 1 2)" : random.element(["({total} \(name))", "({vector-ref} \(name) \(place))"])
        return "(let ((\(name) ({make-vector} 4 \(random.element(["0", "0.0", "1"]))))) \(fill) \(further) \(read))"
    }

    /// A few rounds that count up or down.
    private mutating func loop(_ variables: [String], _ depth: Int) -> String {
        let (name, counter, state) = (fresh("loop"), fresh("i"), fresh("s"))
        let start = random.element(["0", "0", "1", "140737488355325", "-5", variables.contains("a") ? "a" : "2"])
        let isUp = random.chance(50)
        let end = isUp ? "({>} \(counter) ({+} \(start) \(random.number(4...6))))" : "({<} \(counter) ({-} \(start) 6))"
        let next = "({\(isUp ? "+" : "-")} \(counter) \(random.element(["1", "1", "3", "100"])))"
        let inner = variables + [counter, state]
        let initial = expression(variables, 1, calls: false)
        let result = expression(inner, depth - 2, calls: false)
        let step = expression(inner, depth - 2, calls: false)
        return "(let \(name) ((\(counter) \(start)) (\(state) \(initial))) (if \(end) \(result) (\(name) \(next) \(step))))"
    }

    mutating func fresh(_ prefix: String) -> String {
        names += 1
        return "\(prefix)\(names)"
    }
}

extension RandomSource {
    mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &self) }
    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
    mutating func element(_ items: [String]) -> String { items[number(0..<items.count)] }
    mutating func chance(_ percent: Int) -> Bool { number(0..<100) < percent }
}

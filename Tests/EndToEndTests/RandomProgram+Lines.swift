/// Loops that compute with the elements of arrays, until some result is too large.
extension RandomGenerator {
    /// `for (i = 0; i < len(a); i++) { a[i] += b[i] * 1e200; x = …; … }`
    mutating func line() -> RandomStatement? {
        guard let array = pick(where: { $0.type == .array(.number) }) else { return nil }
        let counter = variable(.number, isMutable: true, isGlobal: false)
        counter.isCounter = true
        let imported = imported
        scope.append(counter)
        defer { scope.removeAll { $0 == counter } }
        let body = some(3...7) { generator in
            if generator.chance(0.3),
                let variable = generator.pick(where: { $0.type == .number && $0.isMutable && !$0.isCounter && !imported.contains($0) })
            {
                return RandomStatement(.assign(variable, indices: [], generator.lineValue(array, counter, depth: 2)))
            }
            let target = generator.lineArray(array)
            let place = generator.linePlace(counter)
            if generator.chance(0.3) { return RandomStatement(.assign(target, indices: [place], generator.lineValue(array, counter, depth: 3))) }
            let operation = generator.pick(["+", "-", "+", "-", "*"])
            return RandomStatement(.update(target, indices: [place], operation, generator.lineValue(array, counter, depth: 2)))
        }
        let condition = RandomExpression.binary("<", .variable(counter), .builtin("len", [.variable(array)]))
        return RandomStatement(
            .loop(
                RandomStatement(.declare(counter, number(0))), while: condition, step: RandomStatement(.update(counter, indices: [], "+", nil)), body))
    }

    /// Mostly the array whose length counts.
    private mutating func lineArray(_ array: RandomVariable) -> RandomVariable {
        chance(0.6) ? array : pick(where: { $0.type == .array(.number) }) ?? array
    }

    private mutating func linePlace(_ counter: RandomVariable) -> RandomExpression { chance(0.9) ? .variable(counter) : number(0) }

    private mutating func lineValue(_ array: RandomVariable, _ counter: RandomVariable, depth: Int) -> RandomExpression {
        if depth > 0, chance(0.8) {
            let operation = pick(["+", "-", "*", "+", "-", "*", "/"])
            let left = lineValue(array, counter, depth: depth - 1)
            return .binary(operation, left, lineValue(array, counter, depth: depth - 1))
        }
        if chance(0.6) { return .element(.variable(lineArray(array)), linePlace(counter)) }
        if chance(0.4), let variable = pick(where: { $0.type == .number }) { return .variable(variable) }
        return number(pick([0.5, 2, 3, -1, 0.25, 1e100, 1e200, 1e308, -1.5e308, 1e-200, 1e-300]))
    }
}

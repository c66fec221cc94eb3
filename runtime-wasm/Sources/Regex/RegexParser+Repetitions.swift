// What is repeated in regular expressions.

extension RegexParser {
    mutating func parseRepetition() {
        let start = at
        if !hasAtom {
            return fail(start, "there is nothing to repeat before ", quoting: start, start &+ 1)
        }
        var minimum: UInt32 = 0
        var maximum = RegexTree.unbounded
        switch byte {
        case 43: minimum = 1
        case 63: maximum = 1
        case 123:
            at &+= 1
            skipSpace()
            minimum = byte == 44 ? 0 : parseCount(start)
            maximum = minimum
            skipSpace()
            if accept(44) {
                skipSpace()
                maximum = byte == 125 ? RegexTree.unbounded : parseCount(start)
                skipSpace()
            }
            if error.isSet { return }
            if byte != 125 { return fail(start, "a repetition is written {n}, {n,} or {n,m}; a literal brace is written \\{") }
            if maximum < minimum { return fail(start, "the repetition's maximum is less than its minimum") }
        default: break
        }
        at &+= 1
        skipSpace()
        let isLazy = accept(63)
        tree.wrap(
            group.lastPart, minimum: minimum, maximum: maximum, isGreedy: isLazy == (flags & RegexFlag.swapGreed != 0))
        if tree.depth(group.lastPart) > RegexLimit.depth { fail(start, "groups and repetitions are nested too deeply") }
    }

    private mutating func parseCount(_ start: UInt32) -> UInt32 {
        if byte &- 48 > 9 {
            fail(start, "a repetition is written {n}, {n,} or {n,m}; a literal brace is written \\{")
            return 0
        }
        var count: UInt32 = 0
        while byte &- 48 < 10 {
            count = count &* 10 &+ byte &- 48
            if count > RegexLimit.repetitions {
                fail(start, "more than 1000000 repetitions")
                return 0
            }
            at &+= 1
        }
        return count
    }
}

// Groups of regular expressions, and their alternatives.

extension RegexParser {
    mutating func parseGroupStart() {
        let start = at
        at &+= 1
        var number: UInt32 = 0
        var inner = flags
        if accept(63) {
            let isName = byte == 80 && byte(1) == 60 || byte == 60 && byte(1) != 61 && byte(1) != 33
            if isName {
                at &+= byte == 80 ? 2 : 1
                number = tree.groupCount
                parseName(start, number)
            } else {
                inner = parseFlags(start)
                if error.isSet { return }
                if accept(41) {
                    flags = inner
                    hasAtom = false
                    return
                }
                at &+= 1
            }
        } else {
            number = tree.groupCount
        }
        if number != 0 { tree.groupCount &+= 1 }
        if number > RegexLimit.groups { return fail(start, "more than 5000 groups") }
        if error.isSet { return }
        group.flags = flags
        group.push(to: &groups)
        group = OpenGroup()
        group.number = number
        group.openAt = start
        flags = inner
        hasAtom = false
    }

    mutating func parseGroupEnd() {
        if groups.count == 0 { return fail(at, "there is no open group for this ')'; a literal one is written \\)") }
        at &+= 1
        var node = closeAlternatives()
        let number = group.number
        group.pop(from: &groups)
        flags = group.flags
        if number != 0 {
            node = tree.add(NodeKind.capture, value: number, child: node)
        }
        addNode(node)
    }

    /// Ends the current branch of the alternatives.
    mutating func closeBranch() {
        var node = group.firstPart
        if node == 0 {
            node = tree.add(NodeKind.empty, value: 0)
        } else if tree.next(node) != 0 {
            node = tree.add(NodeKind.concat, value: 0, child: node)
        }
        if group.lastBranch == 0 { group.firstBranch = node } else { tree.setNext(group.lastBranch, node) }
        group.lastBranch = node
        group.firstPart = 0
        group.lastPart = 0
        hasAtom = false
    }

    mutating func closeAlternatives() -> UInt32 {
        closeBranch()
        let first = group.firstBranch
        return tree.next(first) == 0 ? first : tree.add(NodeKind.alternation, value: 0, child: first)
    }
}

/// A group whose end was not read yet.
struct OpenGroup {
    /// 0 for groups that capture nothing.
    var number: UInt32 = 0
    var openAt: UInt32 = 0
    /// The flags outside; set when an inner group is opened.
    var flags: UInt32 = 0
    var firstBranch: UInt32 = 0
    var lastBranch: UInt32 = 0
    var firstPart: UInt32 = 0
    var lastPart: UInt32 = 0

    func push(to list: inout RegexList) {
        list.append(scalarRange(number, openAt))
        list.append(scalarRange(flags, firstBranch))
        list.append(scalarRange(lastBranch, firstPart))
        list.append(UInt64(lastPart))
    }

    mutating func pop(from list: inout RegexList) {
        let start = list.count &- 4
        number = rangeFirst(list.get(start))
        openAt = rangeLast(list.get(start))
        flags = rangeFirst(list.get(start &+ 1))
        firstBranch = rangeLast(list.get(start &+ 1))
        lastBranch = rangeFirst(list.get(start &+ 2))
        firstPart = rangeLast(list.get(start &+ 2))
        lastPart = UInt32(truncatingIfNeeded: list.get(start &+ 3))
        list.truncate(to: start)
    }
}

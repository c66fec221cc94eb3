/// Makes names different from one another.
struct UniqueNames {
    private var used: Set<String> = []
    /// With which number to go on for names that were wanted more than once.
    private var next: [String: Int] = [:]

    mutating func make(_ wanted: String) -> String {
        var name = wanted
        var number = next[wanted] ?? 2
        while !used.insert(name).inserted {
            name = "\(wanted)#\(number)"
            number += 1
        }
        if name != wanted { next[wanted] = number }
        return name
    }
}

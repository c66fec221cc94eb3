extension ExactInteger {
    /// Decimal digits with a sign if negative.
    var decimalText: String {
        var limbs = magnitude
        var groups: [UInt32] = []
        while !limbs.isEmpty {
            var remainder: UInt64 = 0
            for index in limbs.indices.reversed() {
                let current = remainder << 32 | UInt64(limbs[index])
                limbs[index] = UInt32(current / 1_000_000_000)
                remainder = current % 1_000_000_000
            }
            while limbs.last == 0 { limbs.removeLast() }
            groups.append(UInt32(remainder))
        }
        guard let first = groups.last else { return "0" }
        let rest = groups.dropLast().reversed().map { group in
            let digits = String(group)
            return String(repeating: "0", count: 9 - digits.count) + digits
        }
        return (isNegative ? "-" : "") + String(first) + rest.joined()
    }
}

/// Reading of integers of any size.
extension ExactInteger {
    /// The integer with these digits, letters of either case from 10 on; nil without digits or with one that the base does not have.
    public init?(isNegative: Bool, digits: ArraySlice<UInt8>, radix: Int) {
        guard !digits.isEmpty else { return nil }
        var values: [UInt8] = []
        values.reserveCapacity(digits.count)
        for byte in digits {
            guard let value = Self.value(of: byte), value < radix else { return nil }
            values.append(UInt8(value))
        }
        let magnitude: [UInt32]
        switch radix {
        case 2: magnitude = Self.magnitude(values, bits: 1)
        case 8: magnitude = Self.magnitude(values, bits: 3)
        case 16: magnitude = Self.magnitude(values, bits: 4)
        default:
            var powers: [[UInt32]] = []
            magnitude = Self.magnitude(values[...], UInt32(radix), &powers)
        }
        self.init(isNegative: isNegative && !magnitude.isEmpty, magnitude: magnitude)
    }

    private static func value(of byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    private static func magnitude(_ values: [UInt8], bits: Int) -> [UInt32] {
        var result: [UInt32] = []
        result.reserveCapacity(values.count * bits / 32 + 1)
        var pending: UInt64 = 0
        var count = 0
        for value in values.reversed() {
            pending |= UInt64(value) << UInt64(count)
            count += bits
            if count >= 32 {
                result.append(UInt32(truncatingIfNeeded: pending))
                pending >>= 32
                count -= 32
            }
        }
        result.append(UInt32(truncatingIfNeeded: pending))
        return trimmed(result)
    }

    /// So many digits are converted one by one; longer numbers are halved.
    private static let block = 256

    /// - Parameter powers: `powers[n]` is the base to the power of `block << n`, as far as needed before.
    private static func magnitude(_ values: ArraySlice<UInt8>, _ radix: UInt32, _ powers: inout [[UInt32]]) -> [UInt32] {
        guard values.count > block else { return blockMagnitude(values, radix) }
        var step = 0
        while block << (step + 1) < values.count { step += 1 }
        while powers.count <= step {
            if let last = powers.last {
                powers.append(multiply(last[...], last[...]))
            } else {
                powers.append(blockMagnitude(([1] + [UInt8](repeating: 0, count: block))[...], radix))
            }
        }
        let middle = values.endIndex - (block << step)
        let high = magnitude(values[..<middle], radix, &powers)
        let low = magnitude(values[middle...], radix, &powers)
        var result = multiply(high[...], powers[step][...])
        add(low[...], to: &result, at: 0)
        return trimmed(result)
    }

    private static func blockMagnitude(_ values: ArraySlice<UInt8>, _ radix: UInt32) -> [UInt32] {
        var result: [UInt32] = []
        for value in values {
            var carry = UInt64(value)
            for index in result.indices {
                let sum = UInt64(result[index]) * UInt64(radix) + carry
                result[index] = UInt32(truncatingIfNeeded: sum)
                carry = sum >> 32
            }
            if carry > 0 { result.append(UInt32(carry)) }
        }
        return result
    }

    // MARK: Arithmetic on magnitudes

    static func trimmed(_ magnitude: [UInt32]) -> [UInt32] {
        var result = magnitude
        while result.last == 0 { result.removeLast() }
        return result
    }

    /// Adds `value` times 2^(32·offset), in place.
    private static func add(_ value: ArraySlice<UInt32>, to sum: inout [UInt32], at offset: Int) {
        var carry: UInt64 = 0
        var index = offset
        for limb in value {
            while sum.count <= index { sum.append(0) }
            carry += UInt64(sum[index]) + UInt64(limb)
            sum[index] = UInt32(truncatingIfNeeded: carry)
            carry >>= 32
            index += 1
        }
        while carry > 0 {
            while sum.count <= index { sum.append(0) }
            carry += UInt64(sum[index])
            sum[index] = UInt32(truncatingIfNeeded: carry)
            carry >>= 32
            index += 1
        }
    }

    /// Subtracts what is not greater, in place.
    private static func subtract(_ value: [UInt32], from sum: inout [UInt32]) {
        var borrow: Int64 = 0
        for index in sum.indices {
            if index >= value.count, borrow == 0 { break }
            var difference = Int64(sum[index]) - (index < value.count ? Int64(value[index]) : 0) - borrow
            borrow = difference < 0 ? 1 : 0
            if difference < 0 { difference += 1 << 32 }
            sum[index] = UInt32(difference)
        }
    }

    /// Below so many limbs the schoolbook is faster than Karatsuba's method.
    private static let karatsubaLimit = 48

    private static func multiply(_ left: ArraySlice<UInt32>, _ right: ArraySlice<UInt32>) -> [UInt32] {
        if left.count < right.count { return multiply(right, left) }
        guard right.count >= karatsubaLimit else { return multiplySimply(left, right) }
        let half = (left.count + 1) / 2
        let (leftLow, leftHigh) = (left.prefix(half), left.dropFirst(half))
        if right.count <= half {
            var result = multiply(leftLow, right)
            add(multiply(leftHigh, right)[...], to: &result, at: half)
            return result
        }
        let (rightLow, rightHigh) = (right.prefix(half), right.dropFirst(half))
        let low = multiply(leftLow, rightLow)
        let high = multiply(leftHigh, rightHigh)
        var leftSum = Array(leftLow)
        add(leftHigh, to: &leftSum, at: 0)
        var rightSum = Array(rightLow)
        add(rightHigh, to: &rightSum, at: 0)
        var middle = multiply(leftSum[...], rightSum[...])
        subtract(low, from: &middle)
        subtract(high, from: &middle)
        var result = low
        add(trimmed(middle)[...], to: &result, at: half)
        add(trimmed(high)[...], to: &result, at: 2 * half)
        return result
    }

    private static func multiplySimply(_ left: ArraySlice<UInt32>, _ right: ArraySlice<UInt32>) -> [UInt32] {
        var result = [UInt32](repeating: 0, count: left.count + right.count)
        for (row, factor) in right.enumerated() {
            var carry: UInt64 = 0
            for (column, limb) in left.enumerated() {
                carry += UInt64(limb) * UInt64(factor) + UInt64(result[row + column])
                result[row + column] = UInt32(truncatingIfNeeded: carry)
                carry >>= 32
            }
            result[row + left.count] = UInt32(carry)
        }
        return result
    }

    // MARK: Floats

    /// The nearest float, ties to even; infinite beyond the largest.
    public var float: Double {
        guard magnitude.count > 2, let top = magnitude.last else {
            let size = magnitude.reversed().reduce(UInt64(0)) { $0 << 32 | UInt64($1) }
            return isNegative ? -Double(size) : Double(size)
        }
        // The 64 highest bits decide, if the lowest of them says whether anything follows.
        let shift = top.leadingZeroBitCount
        let count = magnitude.count
        var bits = UInt64(top) << 32 | UInt64(magnitude[count - 2])
        let next = UInt64(magnitude[count - 3])
        bits = bits << UInt64(shift) | next >> UInt64(32 - shift)
        let isInexact = next << UInt64(32 + shift) != 0 || magnitude[..<(count - 3)].contains { $0 != 0 }
        if isInexact { bits |= 1 }
        let value = Double(sign: .plus, exponent: 32 * (count - 2) - shift, significand: Double(bits))
        return isNegative ? -value : value
    }
}

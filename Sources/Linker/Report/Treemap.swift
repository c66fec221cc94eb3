/// Divides a rectangle into smaller ones whose areas are in proportion to sizes, and that are as near to squares as can be had cheaply:
/// the algorithm of Bruls, Huizing and van Wijk.
public enum Treemap {
    /// In any unit of length; `y` grows downwards.
    public struct Rectangle: Hashable, Sendable {
        public var x: Double
        public var y: Double
        public var width: Double
        public var height: Double

        public init(x: Double, y: Double, width: Double, height: Double) {
            self.x = x
            self.y = y
            self.width = width
            self.height = height
        }

        public var area: Double { width * height }
    }

    /// - Parameter sizes: positive, in descending order.
    /// - Returns: a rectangle for each size; together they are `whole`.
    public static func squarified(_ sizes: [Int], in whole: Rectangle) -> [Rectangle] {
        let total = sizes.reduce(0.0) { $0 + Double($1) }
        guard total > 0, whole.area > 0 else { return sizes.map { _ in Rectangle(x: whole.x, y: whole.y, width: 0, height: 0) } }
        let areas = sizes.map { Double($0) * whole.area / total }
        var result: [Rectangle] = []
        result.reserveCapacity(sizes.count)
        var free = whole
        var start = 0
        while start < areas.count {
            let side = min(free.width, free.height)
            var end = start + 1
            var sum = areas[start]
            // The first of a row is the largest, the last the smallest.
            while end < areas.count, worst(areas[start], areas[end], sum + areas[end], side) <= worst(areas[start], areas[end - 1], sum, side) {
                sum += areas[end]
                end += 1
            }
            result += row(areas[start..<end], sum, &free)
            start = end
        }
        return result
    }

    /// How far from a square the worst rectangle of a row is: 1 is a square.
    private static func worst(_ largest: Double, _ smallest: Double, _ sum: Double, _ side: Double) -> Double {
        let square = side * side
        return max(square * largest / (sum * sum), sum * sum / (square * smallest))
    }

    /// Cuts a row off along the shorter side of what is free.
    private static func row(_ areas: ArraySlice<Double>, _ sum: Double, _ free: inout Rectangle) -> [Rectangle] {
        var result: [Rectangle] = []
        if free.width >= free.height {
            let width = min(free.width, sum / free.height)
            var y = free.y
            for area in areas {
                let height = free.height * area / sum
                result.append(Rectangle(x: free.x, y: y, width: width, height: height))
                y += height
            }
            free.x += width
            free.width -= width
        } else {
            let height = min(free.height, sum / free.width)
            var x = free.x
            for area in areas {
                let width = free.width * area / sum
                result.append(Rectangle(x: x, y: free.y, width: width, height: height))
                x += width
            }
            free.y += height
            free.height -= height
        }
        return result
    }
}

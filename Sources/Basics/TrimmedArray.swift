extension Array {
    /// The same elements, in no more memory than they need.
    public var trimmed: [Element] { capacity > count + count / 8 ? withUnsafeBufferPointer { Array($0) } : self }
}

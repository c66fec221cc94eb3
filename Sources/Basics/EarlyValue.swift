/// A value that will be needed later, and that a thread of its own makes meanwhile.
public struct EarlyValue<Value: Sendable>: ~Copyable {
    private let make: @Sendable () -> Value
    private let made = Outcome<Value>()
    private let thread: LargeStackThread?

    /// - Parameter isEarly: false to make the value when it is asked for.
    public init(isEarly: Bool, _ make: @escaping @Sendable () -> Value) {
        self.make = make
        let made = made
        thread = isEarly ? LargeStackThread(stackSize: 1 << 20) { made.value = make() } : nil
    }

    /// The value, for which it waits if need be.
    public consuming func get() -> Value {
        thread?.join()
        return made.value ?? make()
    }
}

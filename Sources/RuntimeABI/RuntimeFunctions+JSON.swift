/// JSON values and reflection.
extension RuntimeFunction {
    static let json: [RuntimeFunction] = []
}

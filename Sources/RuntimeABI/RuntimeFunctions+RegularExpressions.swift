/// Regular expressions.
extension RuntimeFunction {
    static let regularExpressions: [RuntimeFunction] = []
}

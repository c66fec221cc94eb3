/// Clock, files, environment.
extension RuntimeFunction {
    static let system: [RuntimeFunction] = []
}

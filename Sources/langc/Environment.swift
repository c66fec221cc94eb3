import Basics
import Glibc

/// What the process finds around it. Only the command line looks there.
enum Environment {
    /// `nil` if the variable is not set, or is no text.
    static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        return String(validatingCString: value)
    }

    /// The directories in which programs are searched for, separated by colons.
    static var searchPath: String { variable("PATH") ?? "" }

    /// How many processors this process may use.
    static var processorCount: Int {
        let online = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        return min(online, allowedProcessors ?? online)
    }

    /// As Linux tells it: a line with a set of processors in hexadecimal, in groups with commas between them.
    private static var allowedProcessors: Int? {
        guard let bytes = try? RealFileSystem().read("/proc/self/status") else { return nil }
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        let name = "Cpus_allowed:"
        guard let line = lines.first(where: { $0.starts(with: name.utf8) }) else { return nil }
        let digits = line.dropFirst(name.utf8.count).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        let count = digits.reduce(0) { $0 + $1.nonzeroBitCount }
        return count > 0 ? count : nil
    }
}

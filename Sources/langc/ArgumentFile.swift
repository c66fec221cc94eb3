import Basics

/// Arguments that stand in files: `@FILE` on the command line is replaced by what the file holds. So there is no limit to how many
/// there are.
enum ArgumentFile {
    static func expand(_ arguments: [String]) throws -> [String] {
        var result: [String] = []
        for (index, argument) in arguments.enumerated() {
            if argument == "--" { return result + arguments[index...] }
            guard argument.hasPrefix("@"), argument.count > 1 else {
                result.append(argument)
                continue
            }
            do throws(FileSystemError) {
                result += words(try RealFileSystem().read(String(argument.dropFirst())))
            } catch { throw UsageError("cannot read the arguments in '\(error.path)': \(error.cause.words)") }
        }
        return result
    }

    /// White space separates words; quotes and backslashes are those of `sh`.
    static func words(_ bytes: [UInt8]) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        var hasWord = false
        var quote: UInt8?
        var index = 0
        func end() {
            if hasWord { words.append(String(decoding: word, as: UTF8.self)) }
            (word, hasWord) = ([], false)
        }
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == quote {
                quote = nil
            } else if byte == UInt8(ascii: "\\"), quote != UInt8(ascii: "'"), index < bytes.count {
                (hasWord, index) = (true, index + 1)
                word.append(bytes[index - 1])
            } else if quote == nil, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                (hasWord, quote) = (true, byte)
            } else if quote == nil, [0x20, 0x09, 0x0A, 0x0D].contains(byte) {
                end()
            } else {
                hasWord = true
                word.append(byte)
            }
        }
        end()
        return words
    }
}

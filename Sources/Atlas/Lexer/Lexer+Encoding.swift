extension Lexer {
    /// Reports that the file is not UTF-8. Nothing in such a file can be trusted, so it is not lexed.
    mutating func reportInvalidEncoding(at offset: Int) {
        let hex = String(bytes[offset], radix: 16, uppercase: true)
        let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        report(
            "AT1001", "Invalid UTF-8: unexpected byte 0x\(hex)", from: offset, to: offset + 1,
            label: "this byte is not part of a UTF-8 character",
            help: [isUTF16 ? "the file looks like UTF-16; save it as UTF-8" : "source files are UTF-8 text; save the file as UTF-8"])
    }
}

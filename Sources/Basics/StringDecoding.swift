extension String {
    /// The text whose UTF-8 bytes these are; `nil` if they are not valid UTF-8.
    public init?(utf8 bytes: ArraySlice<UInt8>) {
        // Nearly all names are ASCII, for which there is a quick way.
        let ascii: String? = bytes.withUnsafeBufferPointer { buffer in
            buffer.allSatisfy { $0 < 0x80 } ? String(decoding: buffer, as: UTF8.self) : nil
        }
        guard let text = ascii ?? String(validating: bytes, as: UTF8.self) else { return nil }
        self = text
    }
}

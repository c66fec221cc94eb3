extension String {
    /// The text whose UTF-8 bytes these are; `nil` if they are not valid UTF-8.
    public init?(utf8 bytes: ArraySlice<UInt8>) {
        guard let text = bytes.withUnsafeBufferPointer({ String(utf8: $0) }) else { return nil }
        self = text
    }

    /// The same for bytes that are at a fixed address.
    public init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        // Nearly all names are ASCII, for which there is a quick way.
        if bytes.allSatisfy({ $0 < 0x80 }) {
            self = String(decoding: bytes, as: UTF8.self)
        } else {
            guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
            self = text
        }
    }
}

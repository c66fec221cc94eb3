import Basics
import RuntimeABI

/// What `runtime-wasm/reactor/host.mjs` must know of values in memory, from the constants that runtime and compiled code share.
enum HostLayout {
    static var json: String {
        JSONText.object([
            "collectRequested": "\(ControlBlock.collectRequested)", "outputState": "\(ControlBlock.outputState)",
            "referenceTag": "\(NaNBox.Tag.reference)", "immediateTag": "\(NaNBox.Tag.immediate)", "integerTag": "\(NaNBox.Tag.integer)",
            "characterTag": "\(NaNBox.Tag.character)",
            "kinds": "{" + ObjectKind.allCases.map { "\"\($0)\":\($0.rawValue)" }.joined(separator: ",") + "}",
            "immediates": "{" + NaNBox.Immediate.allCases.map { "\"\($0)\":\($0.rawValue)" }.joined(separator: ",") + "}",
            "string": numbers([
                "length": ObjectLayout.String.lengthOffset, "data": ObjectLayout.String.dataOffset, "owner": ObjectLayout.String.ownerOffset,
                "bytes": ObjectLayout.String.inlineBytesOffset,
            ]),
            "array": numbers([
                "length": ObjectLayout.Array.lengthOffset, "capacity": ObjectLayout.Array.capacityOffset, "front": ObjectLayout.Array.frontOffset,
                "slots": ObjectLayout.Array.slotsOffset, "numbers": UInt32(ObjectLayout.Flag.numbers),
            ]),
            "variant": numbers([
                "tag": ObjectLayout.Variant.tagOffset, "payload": ObjectLayout.Variant.payloadOffset, "size": ObjectLayout.Variant.size,
                "ok": UInt32(ObjectLayout.Variant.ok), "err": UInt32(ObjectLayout.Variant.err), "some": UInt32(ObjectLayout.Variant.some),
            ]),
            "closure": numbers([
                "arity": ObjectLayout.Closure.arityOffset, "tableIndex": ObjectLayout.Closure.tableIndexOffset,
                "descriptor": ObjectLayout.Closure.descriptorOffset, "slots": ObjectLayout.Closure.slotsOffset,
            ]),
            "table": "{\"entries\":\(ObjectLayout.Table.entriesOffset),\"used\":\(ObjectLayout.Table.usedOffset),"
                + "\"removed\":\"\(ObjectLayout.Table.removedKey)\"}",
        ])
    }

    private static func numbers(_ fields: KeyValuePairs<String, UInt32>) -> String {
        "{" + fields.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }
}

import Basics
import Diagnostics

/// Where code comes from that stands in a function in place of a call: so that positions lead to where it was written, and errors tell of
/// the call nevertheless.
public struct InlinedPlace: Hashable, Sendable {
    /// In the source of the function that was called.
    public var span: SourceSpan
    /// The name of that function.
    public var function: String
    /// The call; may be the span of an inlined place, too.
    public var call: SourceSpan

    public init(span: SourceSpan, function: String, call: SourceSpan) {
        self.span = span
        self.function = function
        self.call = call
    }
}

extension SourceSpan {
    /// Spans from here on stand for inlined places: no source is so long.
    private static let firstInlined: UInt32 = 0x8000_0000

    /// The span that stands for an inlined place of the module.
    public init(_ place: Index<InlinedPlace>) {
        let start = Int(Self.firstInlined) + place.offset
        self.init(start, start)
    }

    /// The inlined place that the span stands for.
    public var inlinedPlace: Index<InlinedPlace>? {
        start >= Self.firstInlined ? Index(Int(start - Self.firstInlined)) : nil
    }
}

extension Module {
    /// Where the code of `span` was written.
    public func writtenSpan(_ span: SourceSpan) -> SourceSpan {
        span.inlinedPlace.map { inlinedPlaces[$0].span } ?? span
    }
}

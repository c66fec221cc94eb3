import Basics
import Diagnostics

/// Gives the copy of a function's code that stands in the place of a call spans that know the call (`InlinedPlace`).
struct InlinedSpans {
    /// The places of the module.
    private(set) var places: Store<InlinedPlace>
    private var call = SourceSpan.none
    private var function = ""
    /// For this call, by where the code begins that was written. Equal beginnings are one place to later passes, and stay so.
    private var known: [UInt32: SourceSpan] = [:]

    init(_ places: Store<InlinedPlace>) { self.places = places }

    /// What follows is copied from a function to the place of a call of it.
    mutating func begin(_ function: Function, at call: SourceSpan) {
        self.function = function.nameOnStacks
        self.call = call
        known.removeAll(keepingCapacity: true)
    }

    /// What stands for a place of the called function.
    mutating func span(_ original: SourceSpan) -> SourceSpan {
        if original == .none { return original }
        if let found = known[original.start] { return found }
        var place = InlinedPlace(span: original, function: function, call: call)
        if let inner = original.inlinedPlace {
            // Something was inlined there before: it is the call of that which has another place now.
            place = places[inner]
            place.call = span(place.call)
        }
        let result = SourceSpan(places.append(place))
        known[original.start] = result
        return result
    }
}

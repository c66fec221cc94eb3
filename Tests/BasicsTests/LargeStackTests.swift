import Basics
import Testing

@Suite struct LargeStackTests {
    @inline(never)
    private static func depth(_ count: Int) -> Int { count == 0 ? 0 : depth(count - 1) + 1 }

    @Test func givesTheStackAskedFor() {
        // An ordinary stack of 8 MB does not hold a million frames.
        #expect(runOnLargeStack(bytes: 512 << 20) { Self.depth(1_000_000) } == 1_000_000)
    }

    @Test func returnsNilAsAnOrdinaryValue() {
        let result: Int? = runOnLargeStack(bytes: 1 << 20) { nil }
        #expect(result == nil)
    }

    @Test func fallsBackWhenTheSystemRefuses() {
        #expect(runOnLargeStack(bytes: 1 << 60) { 7 } == 7)
    }
}

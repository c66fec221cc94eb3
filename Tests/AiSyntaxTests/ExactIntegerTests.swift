import Testing

@testable import Ai

@Suite struct ExactIntegerTests {
    @Test(arguments: [0, 1, -1, 0xFFFF_FFFF, 1 << 32, -(1 << 47), .max, .min])
    func smallValuesSurvive(value: Int) {
        #expect(ExactInteger(value).small == Int64(value))
    }

    @Test func largeValuesAreNotSmall() {
        #expect(ExactInteger(isNegative: false, magnitude: [0, 0x8000_0000]).small == nil)
        #expect(ExactInteger(isNegative: true, magnitude: [1, 0x8000_0000]).small == nil)
        #expect(ExactInteger(isNegative: false, magnitude: [0, 0, 1]).small == nil)
    }
}

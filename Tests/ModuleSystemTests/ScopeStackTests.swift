import ModuleSystem
import Testing

@Suite struct ScopeStackTests {
    @Test func innerScopesHideOuterOnes() {
        var scopes = ScopeStack<Int>()
        scopes.push()
        #expect(scopes.bind("x", to: 1) == nil)
        scopes.push()
        #expect(scopes.bind("x", to: 2) == nil)
        #expect(scopes.bind("y", to: 3) == nil)
        #expect(scopes.bind("y", to: 4) == 3)
        #expect(scopes.lookup("x") == 2)
        #expect(scopes.lookup("y") == 4)
        #expect(scopes.visibleNames == ["x", "y"])
        scopes.update("x") { $0 += 10 }
        #expect(scopes.lookup("x") == 12)
        scopes.pop()
        #expect(scopes.lookup("x") == 1)
        #expect(scopes.lookup("y") == nil)
        #expect(scopes.visibleNames == ["x"])
        scopes.pop()
        scopes.pop()
        #expect(scopes.lookup("x") == nil)
        #expect(scopes.depth == 0)
    }
}

import Testing

/// Options that only programs in Ai have a use for.
struct AiOptionTests {
    @Test func modulesAreShownWithoutMacros() throws {
        let workspace = try Workspace([
            "main.ai": "(define-syntax twice (syntax-rules () ((_ e) (begin e e))))\n(define (f x) (twice (print x)))\n(f 1)\n",
            "main.atl": "print(1);",
        ])
        let outcome = try workspace.langc("build", "main.ai", "--emit", "expanded")
        #expect(outcome.status == 0 && outcome.text.contains("f = ") && outcome.text.contains("$print"), "\(outcome.text)")
        #expect(!outcome.text.contains("twice"))
        #expect(try workspace.langc("build", "main.atl", "--emit", "expanded").status == 2)
    }

    @Test func unexportedMembersCanWait() throws {
        let workspace = try Workspace([
            "math.ai": "(module math [one] (define one 1) (define two 2))",
            "main.ai": """
                (import "math" ())
                (define (later) math.two)
                (print math.one)
                (print (guard (e (#t (list (error-object-code e) (error-object-message e)))) (later)))
                """,
        ])
        #expect(try workspace.langc("run", "main.ai").status == 1)
        let outcome = try workspace.langc("run", "main.ai", "--defer-module-errors")
        #expect(outcome.status == 0)
        #expect(outcome.text == "1\n(AI0310 'two' not exported by module 'math')\n")
        #expect(outcome.error.contains("warning[AI0310]: 'two' not exported by module 'math'"))
    }
}

import Testing

@testable import Atlas

@Suite struct TypeTests {
    @Test func normalForms() {
        #expect(Type.makeUnion([.number, .union([.string, .number]), .never]) == .union([.number, .string]))
        #expect(Type.makeUnion([.number]) == .number)
        #expect(Type.makeUnion([.number, .unknown]) == .unknown)
        #expect(Type.makeIntersection([.number, .string]) == .never)
        #expect(Type.makeIntersection([.union([.number, .string]), .union([.string, .bool])]) == .string)
        #expect(Type.makeIntersection([.unknown, .number]) == .number)
        let structural = Type.structural([StructuralMember(name: "len", type: .function(FunctionType(parameters: [], result: .number)))])
        #expect(Type.makeIntersection([.union([.string, .number]), structural])
            == .union([.intersection([.string, structural]), .intersection([.number, structural])]))
        let wide = Type.union((0..<40).map { .applied("T\($0)", []) })
        #expect(Type.makeIntersection([wide, wide, wide]) == nil)
    }

    @Test(arguments: [
        ("number[]", "number[]"), ("Array<number>", "number[]"), ("(number, string) -> bool", "(number, string) -> bool"),
        ("(number | string)[]", "(number | string)[]"), ("number | string[]", "number | string[]"),
        ("((number) -> bool) | null", "((number) -> bool) | null"), ("((number) -> bool)[]", "((number) -> bool)[]"),
        ("Option<Result<number, string>>", "Option<Result<number, string>>"), ("any", "?"), ("array", "?[]"),
        ("{ name: string, len: () -> number }", "{ name: string, len: () -> number }"), ("HashMap<string, number>", "HashMap<string, number>"),
        ("Pair<number>", "Pair<number>"), ("Id", "Id"), ("number & string", "never"),
    ])
    func display(_ written: String, _ shown: String) {
        let source = "type Pair<T> = T[]; type Id = number;\nfn probe(_x: \(written)) { }\nlet p: bool = probe;"
        #expect(Program(source).messages == ["AT3001 3:15 Type mismatch: expected bool, found (\(shown)) -> null"])
    }

    @Test func displayOfGenerics() {
        let source = "trait Tr { }\nfn a<T extends number>(x: T) -> T { return x; }\nfn b<T: Copy + Tr>(x: T) -> T { return x; }\nlet p: bool = a;\nlet q: bool = b;"
        #expect(Program(source).messages == [
            "AT3001 4:15 Type mismatch: expected bool, found <T extends number>(T) -> T",
            "AT3001 5:15 Type mismatch: expected bool, found <T: Copy + Tr>(T) -> T",
        ])
    }

    /// Whether a value of the first type may go where the second is expected.
    @Test(arguments: [
        ("number", "number", true), ("number", "string", false), ("null", "number", false), ("null", "number | null", true),
        ("number | string", "number", false), ("number", "number | string", true), ("number | string", "string | number | null", true),
        ("number[]", "(number | string)[]", true), ("(number | string)[]", "number[]", false), ("any[]", "number[]", true),
        ("json", "string", false), ("any", "string", true), ("string", "any", true),
        ("(number) -> number", "(number) -> number", true), ("(number) -> number", "(number, number) -> number", false),
        ("(number) -> string", "(number) -> number", false), ("() -> void", "() -> null", true), ("() -> null", "() -> void", true),
        ("void", "null", false), ("Option<any>", "Option<number>", true), ("Option<string>", "Option<number>", false),
        ("Result<number, string>", "Result<number, string>", true), ("Result<number, string>", "Result<string, string>", false),
        ("A", "number", true), ("number", "A", true), ("A", "B", true), ("P<number>", "number[]", true), ("P<number>", "P<string>", false),
        ("number[]", "{ len: () -> number }", true), ("string", "{ len: () -> number }", false), ("number[]", "{ len: () -> string }", false),
        ("number[] & { len: () -> number }", "number[]", true), ("number[]", "number[] & { len: () -> number }", true),
        ("HashMap<string, number>", "HashMap<string, number>", true), ("HashMap<string, number>", "HashMap<string, string>", false),
    ])
    func assignability(_ source: String, _ target: String, _ expected: Bool) {
        let text = "type A = number; type B = number; type P<T> = T[];\nfn f(x: \(source)) { let _y: \(target) = x; }"
        #expect(Program(text).messages.isEmpty == expected, "\(source) -> \(target): \(Program(text).messages)")
    }

    @Test func aliases() {
        #expect(Program("type A = number;\ntype A = string;").messages == ["AT2003 2:6 Type alias 'A' already defined"])
        #expect(Program("type A = A;").messages == ["AT3001 1:6 Circular type alias detected: A -> A"])
        #expect(Program("type A = B[];\ntype B = Option<C>;\ntype C = A | null;").messages
            == ["AT3001 1:6 Circular type alias detected: A -> B -> C -> A"])
        #expect(Program("type P<T> = T[];\nlet p: P = [1, 2];\nlet n: number = p[0];\nlet q: P<string> = p;").messages
            == ["AT3001 4:20 Type mismatch: expected P<string>, found P<number>"])
        #expect(Program("/// @deprecated @since 2.0\ntype Old = number;\nlet x: Old = 1;").messages == ["AT2009 3:8 Type alias 'Old' is deprecated"])
        #expect(Program("/// @deprecated\n/// @since 2.0\ntype Old = number;\nlet x: Old = 1;").diagnostics.map(\.notes) == [["deprecated since 2.0"]])
        #expect(Program("fn f() { type A = number; }").messages.first?.hasPrefix("AT1000") == true)
    }

    @Test func arity() {
        #expect(Program("let r: Result<number> = Ok(1);").messages == ["AT3001 1:8 Generic type 'Result' expects 2 type argument(s), found 1"])
        #expect(Program("let r: Box<number> = Ok(1);").messages == ["AT3001 1:8 Unknown generic type 'Box'"])
        #expect(Program("let o: Option = None;").messages == ["AT3001 1:8 Generic type 'Option' expects 1 type argument(s), found 0"])
        #expect(Program("type A = number; let a: A<string> = 1;").messages == ["AT3001 1:25 Generic type 'A' expects 0 type argument(s), found 1"])
    }

    @Test func undeclaredTypes() {
        let program = Program("let x: Widget = 1; x.anything();")
        #expect(program.messages == ["AW9999 1:8 Unknown type 'Widget' treated as dynamic"])
        #expect(Program("let x: nubmer = 1;").diagnostics.first?.help == ["did you mean `number`?"])
    }

    @Test func opaqueNames() {
        #expect(Program("fn f(_a: HashMap, _b: HashSet, _c: Queue, _d: Stack, _e: Regex, _f: DateTime, _g: any, _h: namespace, _i: array) { }").messages.isEmpty)
        #expect(Program("fn f(j: JsonValue) { let _k: json = j; }").messages.isEmpty)
        #expect(Program("let a: Comparable = 1; let b: Numeric = 2; let c: Equatable = null; let d: Iterable = [1]; let e: Serializable = true;").messages.isEmpty)
        #expect(Program("let c: Equatable = [1];").messages == ["AT3001 1:20 Type mismatch: expected number | string | bool | null, found number[]"])
    }
}

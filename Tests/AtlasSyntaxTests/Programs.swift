/// Legal programs that together use the whole grammar. Tests parse them as they are and mutate them.
enum Programs {
    static let all = [modules, functions, closures, collections, traits, control, patterns, types, extensions, shapes]

    static let modules = """
        import { square, UNIT } from "./shapes";
        import * as shapes from "./shapes";
        import { a as b, c, } from "../lib/c.atl";
        import type { Side } from "/shapes";
        export { a } from "./m";
        export { a as b, d } from "./m";
        export * from "./m";
        export let K: number = 10;
        export var made = 0;
        export type Side = number;
        export fn f(s: Side) -> number { made = made + 1; return s * s; }
        print(square(3));
        print(shapes.made);
        print(shapes.UNIT + UNIT);
        shapes.made = 1;
        shapes.made += 1;
        shapes.list[0] = 1;
        let s: shapes.Side = 1;
        """

    static let functions = """
        fn pick<T>(flag: bool, a: T, b: T) -> T {
            if (flag) { return a; }
            return b;
        }
        print(pick(false, "left", "right"));     // right
        fn total<T extends number, U: Copy + Show>(xs: T[], own x: U, borrow y: U, shared z: number,) -> own number {
            return 1;
        }
        fn isShort(s: string | null) -> bool is s: string { return len(s) < 3; }
        fn nothing() {}
        fn apply(f: (number) -> number, x: number) -> borrow number { return f(x); }
        """

    static let closures = """
        fn make(step: number) -> (number) -> number {
            var seen = 0;
            fn add(x: number) -> number { seen = seen + 1; return x + step + seen; }
            seen = 50;                       // not visible in add
            return add;
        }
        let f = make(10);
        print(f(1)); print(f(1));            // 12 then 12
        """

    static let collections = """
        let a = [1, 2]; let b = a; b[0] = 9;
        print(a[0]);                                      // 1
        fn poke(xs: number[]) -> number { xs[0] = 7; return xs[0]; }
        print(poke(a)); print(a[0]);                      // 7 then 1
        var grid = [[1, 2], [3, 4]];
        grid[1][0] = 8; print(grid[1][0]);                // 8: nested stores reach the root variable
        let m = hashMapNew(); hashMapPut(m, "k", 1);
        let e = []; let n = e.len(); let x = a.slice(0, 1)[0];
        let d = parseJSON("{\\"name\\": \\"x\\"}")["name"].as_string();
        """

    static let traits = """
        trait Tr<T> { fn m(self: Tr, n: number) -> string; fn g<U>(x: U) -> void; }
        impl Tr<number> for number {
            fn m(self: number, n: number) -> string { return str(self + n); }
            fn g<U>(x: U) -> void { }
        }
        impl Empty for null { }
        """

    static let control = """
        var total = 0;
        for (var i = 0; i < 3; i++) { total += i; }
        for (;;) { break; }
        for (i = 1; ; i *= 2) { continue; }
        for x in [1, 2, 3] { if (x == 2) { continue; } else { total -= x; } }
        while (total > 0 && !false || total <= -1) { total--; ++total; total /= 2; total %= 3; }
        if (total >= 1) { } else if (total != 2) { print("a"); } else { { let y = 1; } }
        fn f() { return; }
        """

    static let patterns = """
        fn look(o: Option<number>) -> number {
            let k = match o { Some(0 | 1) => 1, Some(n) if n > 3 => n, None => 0, _ => -1, };
            match [1, 2] { [a, b] => print(a), [] => print("none"), x => { print("block"); } }
            match k { 1 => return 5, 2 => return, "s" | true | false | null => null, _ => match 3 { _ => 1 } }
            for x in xs { match x { 1 => break, Ok([a, _]) => continue, None() => 1 } }
            let v = parse("1")?.m()?;
            return match k { _ => 1 } + 1;
        }
        """

    static let types = """
        /// A pair.
        /// @deprecated use Other
        /// @since 1.2
        type Pair<T, U> = { first: T, second: U[], };
        type F = (number, string) -> bool | null;
        type G = ((number) -> bool)[] & Array<Option<Option<number>>>;
        type H = () -> () -> void;
        type I = A | B & C[] | null;
        type J = Result<number[], ns.Error<string> >;
        """

    static let extensions = """
        let größe = "multi
        line \\n \\t \\\\ \\" end";
        /* comment */ let _x = 1e3 + 2.5e-4 * 10 % 3 / 0.5 - -1;
        match größe { _ => 1 }
        match größe { _ => 1 };
        var c = f < number > (x);
        """

    static let shapes = """
        // shapes.atl
        let scale = 2;                                  // private
        export let UNIT: number = 10;
        export var made = 0;
        export type Side = number;
        export fn square(s: Side) -> number { made = made + 1; return s * s * scale; }
        export var total = 0;
        export fn bump() { total = total + 1; }
        type Pair<T> = T[]; let p: Pair = [1, 2];
        let n: number = unwrap(o);
        """
}

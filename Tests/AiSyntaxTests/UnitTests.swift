import Diagnostics
import ModuleSystem
import Testing

@testable import Ai

@Suite struct UnitTests {
    /// The modules of a unit, a line each: name, exports, imports, re-exports and body, or what is wrong with it.
    private func unit(_ text: String, path: String = "main.ai", files: [String: String] = [:]) -> String {
        let result = UnitParser.parse(SourceFile(path: path, text: text)) { path in files[path].map { SourceFile(path: path, text: $0) } }
        if !result.diagnostics.isEmpty { return result.diagnostics.map { "\($0.code) \($0.message)" }.joined(separator: "\n") }
        let unit = result.unit
        return unit.modules.map { module in
            var parts = [module.isScript ? "script \(module.name)" : "module \(module.name)"]
            if let parent = module.parent { parts.append("in \(unit.modules[parent].name)") }
            if !module.exports.isEmpty { parts.append("exports " + names(module.exports)) }
            parts += module.imports.map { form in
                var text = "import \(target(form.source, unit))"
                if let items = form.items { text += " (" + names(items) + ")" }
                if form.wildcard != nil { text += " *" }
                if let qualifier = form.qualifier { text += " as \(qualifier.name)" }
                if !form.excluded.isEmpty { text += " except " + form.excluded.map(\.name).joined(separator: " ") }
                if let prefix = form.prefix { text += " prefix \(prefix.name)" }
                return text
            }
            parts += module.reexports.map { form in
                switch form.kind {
                case .items(let items): "from \(target(form.source, unit)) (\(names(items)))"
                case .wildcard(let excluded): "from \(target(form.source, unit)) *" + excluded.map { " -\($0.name)" }.joined()
                case .module(let name): "from \(target(form.source, unit)) as \(name.name)"
                }
            }
            let body = module.body.map { item in
                switch item {
                case .form(let form): show(form, in: unit.data)
                case .module(let index): "<\(unit.modules[index].name)>"
                }
            }
            return (parts + [body.joined(separator: " ")]).joined(separator: "; ")
        }.joined(separator: "\n")
    }

    private func names(_ items: [AliasedName]) -> String {
        items.map { $0.name.name == $0.alias.name ? $0.name.name : "\($0.name.name)>\($0.alias.name)" }.joined(separator: " ")
    }

    private func target(_ source: ImportSource, _ unit: Unit) -> String {
        switch source.target {
        case .nested(let index): "<\(unit.modules[index].name)>"
        case .module(let specifier, let path): ([specifier] + path).joined(separator: "#")
        case .library(let name): "std:\(name)"
        case .standardHeader: "header"
        case .invalid: "invalid"
        }
    }

    @Test(arguments: [
        ("", "script main; "),
        ("1 (f 2)", "script main; 1 (f 2)"),
        ("(begin 1 (begin) (begin 2 3)) (do 4 5) (do () (#t) 6)", "script main; 1 2 3 4 5 (do () (#t) 6)"),
        ("(module math [a (b as c) d as e] 1 2)", "module math; exports a b>c d>e; 1 2"),
        ("(module math (export a) 1)", "module math; exports a; 1"),
        ("(module math () 1)", "module math; 1"),
        ("(module math 1)", "module math; 1"),
        ("(module math (export :from \"x\" *) 1)", "module math; from x *; 1"),
        ("(import \"a\") (module math [x] (import \"b\") 1) (import \"c\")", "module math; exports x; import a; import b; import c; 1"),
        ("(module company.auth [x] 1)", "module company.auth; exports x; 1"),
        ("(module a [x] 1) 2", "script main; <a> 2\nmodule a; in main; exports x; 1"),
        ("(module a [b] (module b [y] 2)) (module c [] 3) (import a (b)) (import a.b) (import \"a/b\" *) (export a as z)", """
            script main; exports a>z; import <a> (b); import <b>; import <b> *; <a> <c>
            module a; in main; exports b; <b>
            module b; in a; exports y; 2
            module c; in main; 3
            """),
        ("(export a (b) (c as d) (as) e as f) (begin (export g))", "script main; exports a b c>d as e>f g; "),
        ("(import \"m\" (sin as sine cos)) (import \"m\" ((sin as s) as x))", "AI0305 malformed import: a name is missing before 'as'"),
        ("(import \"m\" (sin as sine cos (as) (x as y)))", "script main; import m (sin>sine cos as x>y); "),
        ("(import m.n :as q (a)) (import \"m\" * :except (a b) :prefix m-) (import \"m\" ())", """
            script main; import m/n (a) as q; import m * except a b prefix m-; import m (); \

            """),
        ("(import (scheme base) (scheme write)) (import (srfi 9)) (import (srfi 1)) (import (only (scheme base) car))", """
            script main; import header; import header; import header; import std:srfi-1 (fold); import header; \

            """),
        ("(import (prefix (scheme base) b:)) (import (rename (scheme base) (car kar)))", "script main; import std:* * prefix b:; import std:* (car>kar); "),
        ("(import \"std/lists\" (map)) (import stdlib.math *)", "script main; import std:lists (map); import std:math *; "),
        ("(export :from \"m\" (a b as c)) (export :from m * :except (d)) (export :from \"m/sub\" :as sub)", """
            script main; from m (a b>c); from m * -d; from m/sub as sub; \

            """),
        ("(cond-expand (r6rs 1) ((and ai (not foo)) 2 3) (else 4)) (cond-expand ((library (scheme eval)) 5) ((or wasm x) 6))", "script main; 2 3 6"),
        ("(cond-expand (nothing 1))", "script main; "),
    ])
    func units(text: String, expected: String) { #expect(unit(text, path: expected.hasPrefix("module math") ? "math.ai" : text.contains("company") ? "auth.ai" : "main.ai") == expected) }

    @Test(arguments: [
        ("(module)", "AI0201 malformed module form: the name is missing"),
        ("(module \"m\" 1)", "AI0201 malformed module form: the name is not a symbol"),
        ("(module m)", "AI0201 malformed module form: the body is missing"),
        ("(module m [a])", "AI0201 malformed module form: the body is missing"),
        ("(export (a b c d)) (export 1) (export a as) (export as b)", """
            AI0201 malformed module form: an item is `name` or `(name as other)`
            AI0201 malformed module form: this is no name
            AI0201 malformed module form: a name is missing after 'as'
            AI0201 malformed module form: a name is missing before 'as'
            """),
        ("(export :from) (export :from \"m\") (export :from \"m\" * 1) (export :from \"m\" :as)", """
            AI0201 malformed module form: ':from' is followed by a module, as a string or a symbol
            AI0201 malformed module form: what to export is missing
            AI0201 malformed module form: '*' is followed by nothing, or by ':except' and a list of names
            AI0201 malformed module form: this is no list of names, '*' or ':as' with a name
            """),
        ("1 (module a.b [x] 1)", "AI0202 'a.b' is not a valid module name here"),
        ("(module a..b [x] 1)", "AI0202 'a..b' is not a valid module name here"),
        ("(module maths [x] 1)", "AI0203 module 'maths' is in file 'main.ai'"),
        ("1 (module a 1) (module a 2)", "AI0204 module 'a' is already defined at 1:11"),
        ("(export a.b (a.b as c))", "AI0206 'a.b' cannot be exported: its name contains a dot"),
        ("(import)", "AI0305 malformed import: the module is missing"),
        ("(import 1)", "AI0305 malformed import: the module is named by a string or a symbol"),
        ("(import (math trig))", "AI0305 malformed import: a module is named by a string or a symbol"),
        ("(import \"m\" pi)", "AI0305 malformed import: names stand in a list"),
        ("(import \"m\" (a) (b))", "AI0305 malformed import: it has two lists of names"),
        ("(import \"m\" * *)", "AI0305 malformed import: it has '*' twice"),
        ("(import \"m\" :as a :as b)", "AI0305 malformed import: it has ':as' twice"),
        ("(import \"m\" :as)", "AI0305 malformed import: ':as' is followed by a name"),
        ("(import \"m\" :with a)", "AI0305 malformed import: there is no ':with'"),
        ("(import \"m\" (a) :except (b))", "AI0305 malformed import: ':except' needs '*'"),
        ("(import \"m\" :prefix b)", "AI0305 malformed import: ':prefix' needs a list of names or '*'"),
        ("(import (scheme eval))", "AI0114 '(scheme eval)' is not available in ahead-of-time compiled Ai"),
        ("(import (scheme foo) (srfi 2000))", "AI0306 unknown library (scheme foo)\nAI0306 unknown library (srfi 2000)"),
        ("(import \"std/network\" *) (import std *)", "AI0306 unknown library std/network\nAI0306 unknown library std"),
        ("(import \"\") (import \"/a\") (import \"a\\\\b\") (import \"a/../b\") (import \"./\") (import \"a//b\") (import \"a\\x0;b\")", """
            AI0304 bad module path '': it is empty
            AI0304 bad module path '/a': it is absolute
            AI0304 bad module path 'a\\b': names are separated by '/', not by a backslash
            AI0304 bad module path 'a/../b': '..' is only possible at its start
            AI0304 bad module path './': it names a directory
            AI0304 bad module path 'a//b': a name in it is empty
            AI0304 bad module path 'a\\x0;b': it has a NUL character
            """),
        ("1 (module a [] (module b [] 1)) (import a.b) (import a.c)", "AI0310 'b' not exported by module 'a'\nAI0301 module 'a.c' not found"),
        ("1 (module a [] (import a) 1)", "AI0303 module 'a' imports itself"),
        ("(import \"m\" (a)) (import \"m\" (a))", "AI0508 the import of 'm' is repeated"),
        ("(cond-expand 1) (cond-expand ((what) 1))", """
            AI0102 malformed 'cond-expand': a clause is a list that begins with a requirement
            AI0102 malformed 'cond-expand': this is no requirement
            """),
    ])
    func errors(text: String, expected: String) { #expect(unit(text) == expected) }

    @Test func includesAreSpliced() {
        let files = ["lib/a.scm": "1 (include \"b.scm\") 3", "lib/b.scm": "(begin 2)", "loop.scm": "(include \"loop.scm\")"]
        #expect(unit("(include \"lib/a.scm\" \"./lib/b.scm\") 4", files: files) == "script main; 1 2 3 2 4")
        #expect(unit("(include \"loop.scm\")", files: files) == "AI0102 malformed 'include': 'loop.scm' includes itself")
        #expect(unit("(include \"no.scm\" 1)", files: files) == """
            AI0102 malformed 'include': cannot read 'no.scm'
            AI0102 malformed 'include': a file is named by a string
            """)
    }

    @Test func modulePaths() {
        func steps(_ text: String) -> [String] {
            guard case .success(let path) = ModulePath.parse(text, extensions: ["ai", "atl"]) else { return ["bad"] }
            return path.steps(in: "/r", foreign: ["atl"]).map { ($0.alternatives + [$0.nested.joined(separator: ".")]).joined(separator: " ") }
        }
        #expect(steps("math/trig") == [
            "/r/math/trig.ai /r/math/trig/module.ai /r/math/trig.atl ", "/r/math.ai /r/math/module.ai trig",
        ])
        #expect(steps("math.trig") == steps("math/trig"))
        #expect(steps("../lib/util.ai") == ["/r/lib/util.ai "])
        #expect(steps("./a/../lib/./util.ai") == ["/r/lib/util.ai "])
        #expect(steps("./a/..") == ["bad"])
        #expect(steps("shape.atl") == ["/r/shape.atl "])
    }

    @Test func importsStandInTextOrder() {
        let text = "(import \"a\") (module m [] (import \"b\") (export :from \"c\" *) 1) (import \"d\" (x)) (export :from \"a\" :as q)"
        let result = UnitParser.parse(SourceFile(path: "main.ai", text: text)) { _ in nil }
        #expect(result.unit.declarations.map(\.specifier) == ["a", "b", "c", "d", "a"])
        #expect(result.unit.declarations.map { $0.reexport != nil } == [false, false, true, false, true])
    }

    @Test func reachableModules() {
        let text = "(export a (b as c)) (module a [x] (module x [] 1)) (module b [] (module y [] 1)) (module d [] 1)"
        let result = UnitParser.parse(SourceFile(path: "main.ai", text: text)) { _ in nil }
        #expect(result.nestedModules.map(\.name) == ["a", "a.x", "c"])
    }
}

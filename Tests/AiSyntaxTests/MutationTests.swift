import Diagnostics
import Testing

@testable import Ai

/// Broken input never crashes, hangs or reports places outside the file.
@Suite struct MutationTests {
    /// A small generator whose numbers depend on the seed only.
    struct Random {
        var state: UInt64

        mutating func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(max(bound, 1)))
        }
    }

    static let programs = [
        """
        #!/usr/bin/env langc
        ;; A module with a bit of everything.
        (module math.trig [sin (cos as cosine) pi]
          (import "std/math" (pi))
          #| block #| nested |# |#
          (define (sin x) #;(not read) (let ([y 1.5e-3] [z #xff]) (* x y z)))
          (define cos '(a . (b c)) #\\space #\\x41 #(1 2 3) #u8(0 255)))
        """,
        """
        (import "math" * :except (a b) :prefix m-)
        (print `(1 ,@'(2 3) . ,x) "text\\n\\x41;\\
            goes on" |a b| :as math.trig.sin '#0=(a . #0#) #e1e3 -1+ ...rest)
        (match v ([x, y, ...rest] (+ x y)) ((Some [a]) a) (_ 'none))
        """,
        "(define-syntax swap! (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))\n(swap! x y) #!fold-case ABC",
    ]

    private static let inserted = Array("()[]{}'`,@\"|#;:.\\=01aex!\n ".utf8)

    private static func check(_ bytes: [UInt8], _ comment: @autoclosure () -> String) {
        let (tree, diagnostics) = Reader.read(SourceFile(path: "test.ai", bytes: bytes))
        for datum in tree.data.values where datum.span.start > datum.span.end || Int(datum.span.end) > bytes.count {
            Issue.record("a span outside of the file: \(comment())")
        }
        for diagnostic in diagnostics {
            let end = diagnostic.primary.map { Int($0.span.end) } ?? .max
            if end > bytes.count || diagnostic.message.isEmpty { Issue.record("a diagnostic without place or text: \(comment())") }
        }
        if diagnostics.count > Reader.diagnosticLimit { Issue.record("too many diagnostics: \(comment())") }
    }

    @Test(arguments: 0..<8) func bytes(_ seed: Int) {
        var random = Random(state: UInt64(seed) &* 7_919 &+ 1)
        for round in 0..<500 {
            var bytes = Array(Self.programs[random.next(Self.programs.count)].utf8)
            for _ in 0...random.next(5) {
                let place = random.next(bytes.count)
                switch random.next(5) {
                case 0: bytes[place] = UInt8(random.next(256))
                case 1: bytes.remove(at: place)
                case 2, 3: bytes.insert(Self.inserted[random.next(Self.inserted.count)], at: place)
                default: bytes.removeLast(min(bytes.count - 1, random.next(40)))
                }
            }
            Self.check(bytes, "seed \(seed), round \(round)")
        }
    }

    /// Every prefix of a program is handled.
    @Test func prefixes() {
        for program in Self.programs {
            let bytes = Array(program.utf8)
            for count in 0..<bytes.count { Self.check(Array(bytes[..<count]), "prefix \(count)") }
        }
    }

    @Test func noise() {
        var random = Random(state: 42)
        for round in 0..<1_000 {
            let bytes = (0..<random.next(200)).map { _ in
                round % 3 == 0 ? UInt8(random.next(256)) : Self.inserted[random.next(Self.inserted.count)]
            }
            Self.check(bytes, "noise round \(round)")
        }
    }

    /// A missing bracket is reported once.
    @Test func fewErrorsForOneMistake() {
        for program in Self.programs {
            let bytes = Array(program.utf8)
            for (place, byte) in bytes.enumerated() where "()[]".utf8.contains(byte) {
                var rest = bytes
                rest[place] = 0x20
                let found = errors(String(decoding: rest, as: UTF8.self)).filter { $0.contains("AI0001") || $0.contains("AI0002") }
                #expect(found.count <= 1, "without byte \(place): \(found)")
            }
        }
    }
}

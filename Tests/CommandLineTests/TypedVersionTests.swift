import Foundation
import Testing

/// What is found out about the types of procedures in Ai: programs that lost it would only be slower.
@Suite struct TypedVersionTests {
    private func core(_ program: String) throws -> String {
        try Workspace(["main.ai": program]).langc("build", "main.ai", "--emit", "core").text
    }

    /// Results go through several calls, and calls are arguments of calls.
    @Test func nestedRecursion() throws {
        let text = try core(
            """
            (define (tak x y z)
              (if (not (< y x)) z (tak (tak (- x 1) y z) (tak (- y 1) z x) (tak (- z 1) x y))))
            (define (ack m n)
              (cond ((= m 0) (+ n 1)) ((= n 0) (ack (- m 1) 1)) (else (ack (- m 1) (ack m (- n 1))))))
            (print (tak 24 16 8) (ack 2 9))
            """)
        #expect(text.contains("function tak(x: i64, y: i64, z: i64) -> i64"), "\(text)")
        #expect(text.contains("function ack(m: i64, n: i64) -> i64"), "\(text)")
    }

    @Test func floats() throws {
        let text = try core(
            """
            (define (integrate f a b n)
              (let ((h (/ (- b a) n)))
                (let loop ((i 0) (sum 0.0)) (if (= i n) (* h sum) (loop (+ i 1) (+ sum (f (+ a (* h i)))))))))
            (define (square x) (* x x))
            (define (power x n) (if (= n 0) 1.0 (* x (power x (- n 1)))))
            (print (integrate square 0.0 1.0 1000) (power 1.5 10))
            """)
        #expect(text.contains("function power(x: f64, n: i64) -> f64"), "\(text)")
    }
}

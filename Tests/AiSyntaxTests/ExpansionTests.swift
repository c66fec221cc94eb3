import Testing

@testable import Ai

/// Source texts and what expansion makes of them.
@Suite struct ExpansionTests {
    /// The expansion of a text that may call `f` and `p?`.
    private func expect(_ text: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let result = expanded("(define (f . x) x) (define (p? x) x) " + text)
        let prelude = "f = (lambda x x)\np? = (lambda (x.1) x.1)\n"
        let own = result.hasPrefix(prelude) ? String(result.dropFirst(prelude.count)) : result
        #expect(own == expected, sourceLocation: sourceLocation)
    }

    @Test func procedures() {
        expect("(define g (lambda (a b . c) (f a b c)))", "g = (lambda (a b . c) (@f a b c))")
        expect("(define g (case-lambda ((a) a) (b b)))", "g = (case-lambda ((a) a) (b b))")
        expect("(define ((g a) b) (f a b))", "g = (lambda (a) (lambda (b) (@f a b)))")
        expect("(define g 1) (set! g 2)", "(define @g 1)\n(set! @g 2)")
        expect("(define g)", "(define @g)")
    }

    @Test func conditionals() {
        expect("(if (p? 1) 2)", "(if (@p? 1) 2 #!unspecified)")
        expect("(cond ((p? 1) 2) ((p? 3)) ((p? 4) => f) (else 5))",
            "(if (@p? 1) 2 (let ((test (@p? 3))) (if test test (let ((test.1 (@p? 4))) (if test.1 (@f test.1) 5)))))")
        expect("(case (f) ((1 a) 2) (b 3) (else => f))",
            "(let ((key (@f))) (if (if ($eqv? key 1) #t ($eqv? key 'a)) 2 (if ($eqv? key 'b) 3 (@f key))))")
        expect("(and 1 (f) 2) (or 1 (f)) (and) (or)",
            "(if 1 (if (@f) 2 #f) #f)\n(let ((or 1)) (if or or (@f)))\n#t\n#f")
        expect("(when (f) 1 2) (unless (f) 1)", "(if (@f) (begin 1 2) #!unspecified)\n(if (@f) #!unspecified 1)")
    }

    @Test func binding() {
        expect("(let ((a 1) (b 2)) (f a b))", "(let ((a 1) (b 2)) (@f a b))")
        expect("(let* ((a 1) (a a)) a)", "(let ((a 1)) (let ((a.1 a)) a.1))")
        expect("(letrec ((a (lambda () b)) (b (f))) a)", "(letrec ((a (lambda () b)) (b? (@f))) a)")
        expect("(let loop ((i 0)) (loop (f i)))", "(letrec ((loop (lambda (i) (loop (@f i))))) (loop 0))")
        expect("(let-values (((a . b) (f)) (c (f))) (f a b c))",
            "(receive (a . b) (@f) (receive c (@f) (@f a b c)))")
        expect("(lambda () (define a 1) (f) (define (g) a) (g))",
            "(lambda () (letrec ((a 1) (_ (begin (@f) #!unspecified)) (g (lambda () a))) (g)))")
        expect("(define (g) (define-values (a b) (f)) (f a b))",
            "g = (lambda () (letrec ((values (receive (a b) (@f) ($vector a b))) (a.1 ($vector-ref values 0)) (b.1 ($vector-ref values 1))) (@f a.1 b.1)))")
        expect("(let ([x 1]) [x 2])", "(let ((x.2 1)) ($list x.2 2))")
    }

    @Test func loops() {
        expect("(do ((i 0 (f i)) (k 1)) ((p? i) k) (f k))",
            "(letrec ((do (lambda (i k) (if (@p? i) k (begin (@f k) (do (@f i) k)))))) (do 0 1))")
        expect("(do (f) 1)", "(@f)\n1")
        expect("(f (do (f) 1))", "(@f (begin (@f) 1))")
        expect("(while (f) 1)", "(letrec ((while (lambda () (if (@f) (begin 1 (while)) #!unspecified)))) (while))")
        expect("(dotimes (i 3) (f i))",
            "(let ((count 3)) (letrec ((dotimes (lambda (i) (if ($< i count) (begin (@f i) (dotimes ($+ i 1))) #!unspecified)))) (dotimes 0)))")
    }

    @Test func control() {
        expect("(guard (e ((p? e) 1)) (f))", "(guarded (@f) (e) (if (@p? e) 1 ($raise-continuable e)))")
        expect("(try (f) (catch (e) e) (finally (f 1)))", "(protected (guarded (@f) (payload) (let ((e payload)) e)) (@f 1))")
        expect("(assert (p? 1))", "(if (@p? 1) #!unspecified (fail AI0912 \"assertion failed: {display}\" \"(p? 1)\"))")
        expect("(let/ec k (k 1))", "(let/ec k (k 1))")
        expect("(-> 1 (f 2) f) (->> 1 (f 2))", "(@f (@f 1 2))\n(@f 2 1)")
        expect("(delay (f)) (cons-stream 1 2)", "(delay (@f))\n($cons 1 (delay 2))")
        expect("(parameterize ((f 1)) 2)", "(parameterize ((@f 1)) 2)")
    }

    @Test func quasiquotation() {
        expect("`(1 ,(f) ,@(f) . 2)", "($append ($list 1 (@f)) (@f) 2)")
        expect("`(1 2)", "'(1 2)")
        expect("`(1 . ,(f))", "($append ($list 1) (@f))")
        expect("`#(1 ,(f))", "($list->vector ($list 1 (@f)))")
        expect("`(1 `(2 ,(3 ,(f))))", "($list 1 ($list 'quasiquote ($list 2 ($list 'unquote ($list 3 (@f))))))")
    }

    @Test func shadowing() {
        expect("(let ((if f)) (if 1 2 3))", "(let ((if @f)) (if 1 2 3))")
        expect("(let ((=> #f)) (cond (#t => 'ok)))", "(let ((=> #f)) (if #t (begin => 'ok) #!unspecified))")
        expect("(define (assert x) x) (assert 1)", "assert = (lambda (x.2) x.2)\n(@assert 1)")
        expect("(let ((else #f)) (cond (else 1)))", "(let ((else #f)) (if else 1 #!unspecified))")
    }

    @Test func records() {
        expect("(define-record-type <point> (make-point y) point? (x px) (y py set-py!)) (match 1 ((point a b) b))",
            """
            <point> = type of point(x y)
            make-point = constructor([1]) of point(x y)
            point? = predicate of point(x y)
            px = accessor(0) of point(x y)
            py = accessor(1) of point(x y)
            set-py! = modifier(1) of point(x y)
            (let ((match 1)) (block b1 (begin (if ($%record-is? match @<point>) (let ((a ($%record-ref match 0))) (let ((b ($%record-ref match 1))) (leave b1 b))) #!unspecified) (fail AI0911 "match: no clause for {}" match))))
            """)
        expect("(data Shape a (Circle r) (Dot))", "Circle = (lambda (field) ($make-tagged \"Circle\" field))\nDot = (lambda () ($make-tagged \"Dot\"))")
    }

    @Test func patterns() {
        expect("(match (f) (_ 1))", "(let ((match (@f))) 1)")
        expect("(match (f) ([x, ...rest] (f x rest)) (else 2))",
            "(let ((match (@f))) (block b1 (begin (if ($pair? match) (let ((x.2 ($car match))) (let ((rest ($cdr match))) (leave b1 (@f x.2 rest)))) #!unspecified) (let ((else match)) 2))))")
        expect("(match (f) ((or 1 2) 3) (_ 4))",
            "(let ((match (@f))) (block b1 (begin (if (if (if ($number? match) ($= match 1) #f) #t (if ($number? match) ($= match 2) #f)) (leave b1 3) #!unspecified) 4)))")
    }

    @Test func macros() {
        expect("(define-syntax swap! (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp))))) (let ((tmp 1) (other 2)) (swap! tmp other))",
            "(let ((tmp! 1) (other! 2)) (let ((tmp.1 tmp)) (begin (set! tmp other) (set! other tmp.1))))")
        expect("(define-syntax my-if (syntax-rules () ((_ a b c) (cond (a b) (else c))))) (let ((if f) (else #f)) (my-if 1 2 3))",
            "(let ((if @f) (else #f)) (if 1 2 3))")
        expect("(define-syntax my-let (syntax-rules () ((_ ((n v) ...) b ...) ((lambda (n ...) b ...) v ...)))) (my-let ((a 1) (b 2)) (f a b))",
            "((lambda (a b) (@f a b)) 1 2)")
        expect("(define-syntax def2 (syntax-rules () ((_ a b) (begin (define a 1) (define b 2))))) (def2 x y) (f x y)",
            "(define @x 1)\n(define @y 2)\n(@f @x @y)")
        expect("(define-syntax m (syntax-rules () ((_ (a b ...) ...) '((b ... a) ...)))) (m (1 2 3) (4))", "'((2 3 1) (4))")
        expect("(define-syntax m (syntax-rules () ((_ a ... z) '(z a ...)))) (m 1 2 3)", "'(3 1 2)")
        expect("(define-syntax m (syntax-rules ooo () ((_ a ooo) '(a ooo ...)))) (m 1 2)", "'(1 2 ...)")
        expect("(define-syntax m (syntax-rules () ((_ a) '(a (... ...))))) (m 1)", "'(1 ...)")
        expect("(define-syntax m (syntax-rules (in) ((_ a in b) (f a b)) ((_ a b c) 'no))) (m 1 in 2) (let ((in 1)) (m 1 in 2))",
            "(@f 1 2)\n(let ((in 1)) 'no)")
        expect("(define-syntax m (syntax-rules () ((_ #(a ...) . b) '(b a ...)))) (m #(1 2) 3)", "'((3) 1 2)")
        expect("(define-syntax m (syntax-rules () ((_ n) (define-syntax n (syntax-rules () ((_ x) (f x 'n))))))) (m g) (g 1)", "(@f 1 'g)")
        expect("(define-syntax t (syntax-rules () ((_ v) (define temp v)))) (t 1) (define temp 2) (f temp)",
            "(define @temp%2 1)\n(define @temp 2)\n(@f @temp)")
    }

    @Test func contracts() {
        expect("(define (g a) (f a)) (spec:contract g :requires [(p? a)] :ensures [(p? result)])",
            "g = (lambda (a) (begin (if (@p? a) #!unspecified (fail AI0918 \"contract of 'g' violated: {display}\" \"requires (p? a)\")) "
                + "(let ((result (@f a))) (begin (if (@p? result) #!unspecified (fail AI0918 \"contract of 'g' violated: {display}\" \"ensures (p? result)\")) result))))")
    }
}

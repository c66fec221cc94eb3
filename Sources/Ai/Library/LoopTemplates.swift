import Core
import Diagnostics
import ModuleSystem

/// Library procedures that call a procedure for each element, as code to put in the place of a call: they do what those of `runtime-wasm/std/ai`
/// do, in the same order and with the same errors, for one way of calling them.
enum LoopTemplates {
    /// The procedures of `source`, expanded.
    static let module: ExpandedModule = {
        let file = SourceFile(path: "loops", text: source)
        let unit = UnitParser.parse(file) { _ in nil }.unit
        return Expander.expand(unit, file: file, in: ModuleContext(module: ModuleID("std:ai/loops"))).module
    }()

    /// One way of calling a library procedure.
    struct Template {
        var parameters: [VariableID]
        var body: NodeID
        /// Which parameter is the procedure, and how many arguments it gets.
        var procedure: Int
        var argumentCount: Int
    }

    /// By the name of the library procedure and the number of arguments: `map/2`.
    static let templates: [String: Template] = {
        var counts: [VariableID: Int] = [:]
        for node in module.nodes.values {
            guard case .call(let callee, let arguments) = node.kind, case .local(let variable) = module.nodes[callee].kind else { continue }
            counts[variable] = arguments.count
        }
        var templates: [String: Template] = [:]
        for topLevel in module.topLevel.values {
            guard let clause = topLevel.procedure.map({ module.lambdas[$0].clauses[0] }),
                let procedure = clause.parameters.firstIndex(where: { module.variables[$0].name == "f" }),
                let count = counts[clause.parameters[procedure]]
            else { continue }
            templates[topLevel.name] = Template(
                parameters: clause.parameters, body: clause.body, procedure: procedure, argumentCount: count)
        }
        return templates
    }()

    private static let source = """
        (define-syntax end!
          (syntax-rules () ((_ name index rest result) (if (null? rest) result (%fail-type name "list" index rest)))))

        (define-syntax ends!
          (syntax-rules () ((_ name index l m result) (if (pair? l) (end! name (+ index 1) m result) (end! name index l result)))))

        ;; Goes through a list. Elements that are to be kept are added to the new list behind `head`.
        (define-syntax collect
          (syntax-rules ()
            ((_ name (l all) (add more end) step)
             (let ((head (list #f)))
               (let loop ((tail head) (l all))
                 (define-syntax add
                   (syntax-rules ()
                     ((_ value) (let ((cell (list value))) (set-cdr! tail cell) (loop cell (cdr l))))))
                 (define-syntax more (syntax-rules () ((_) (loop tail (cdr l)))))
                 (define-syntax end (syntax-rules () ((_) (cdr head))))
                 (if (pair? l) step (end! name 2 l (cdr head))))))))

        (define (map/2 f l)
          (let loop ((head '()) (tail '()) (l l))
            (if (pair? l)
                (let ((cell (list (f (car l)))))
                  (if (pair? tail)
                      (begin (set-cdr! tail cell) (loop head cell (cdr l)))
                      (loop cell cell (cdr l))))
                (end! "map" 2 l head))))

        (define (map/3 f l m)
          (let ((head (list #f)))
            (let loop ((tail head) (l l) (m m))
              (if (and (pair? l) (pair? m))
                  (let ((cell (list (f (car l) (car m)))))
                    (set-cdr! tail cell)
                    (loop cell (cdr l) (cdr m)))
                  (ends! "map" 2 l m (cdr head))))))

        (define (for-each/2 f l)
          (let loop ((l l))
            (if (pair? l) (begin (f (car l)) (loop (cdr l))) (end! "for-each" 2 l (void)))))

        (define (for-each/3 f l m)
          (let loop ((l l) (m m))
            (if (and (pair? l) (pair? m)) (begin (f (car l) (car m)) (loop (cdr l) (cdr m))) (ends! "for-each" 2 l m (void)))))

        (define (map-indexed/2 f l)
          (let ((head (list #f)))
            (let loop ((tail head) (l l) (i 0))
              (if (pair? l)
                  (let ((cell (list (f i (car l)))))
                    (set-cdr! tail cell)
                    (loop cell (cdr l) (+ i 1)))
                  (end! "map-indexed" 2 l (cdr head))))))

        (define (filter/2 f all) (collect "filter" (l all) (add more end) (if (f (car l)) (add (car l)) (more))))
        (define (remove/2 f all) (collect "remove" (l all) (add more end) (if (f (car l)) (more) (add (car l)))))
        (define (filter-map/2 f all)
          (collect "filter-map" (l all) (add more end) (let ((value (f (car l)))) (if value (add value) (more)))))
        (define (take-while/2 f all) (collect "take-while" (l all) (add more end) (if (f (car l)) (add (car l)) (end))))

        (define (drop-while/2 f l)
          (let loop ((l l))
            (if (pair? l) (if (f (car l)) (loop (cdr l)) l) (end! "drop-while" 2 l l))))

        (define (fold/3 f init l)
          (let loop ((acc init) (l l))
            (if (pair? l) (loop (f acc (car l)) (cdr l)) (end! "fold" 3 l acc))))

        (define (fold/4 f init l m)
          (let loop ((acc init) (l l) (m m))
            (if (and (pair? l) (pair? m)) (loop (f acc (car l) (car m)) (cdr l) (cdr m)) (ends! "fold" 3 l m acc))))

        (define (%srfi-1-fold/3 f init l)
          (let loop ((acc init) (l l))
            (if (pair? l) (loop (f (car l) acc) (cdr l)) (end! "fold" 3 l acc))))

        (define (fold-right/3 f init l)
          (let loop ((acc init) (l (reverse l)))
            (if (pair? l) (loop (f (car l) acc) (cdr l)) acc)))

        (define (reduce/3 f init l)
          (if (pair? l)
              (let loop ((acc (car l)) (l (cdr l)))
                (if (pair? l) (loop (f (car l) acc) (cdr l)) (end! "reduce" 3 l acc)))
              (end! "reduce" 3 l init)))

        (define (list-tabulate/2 n f)
          (let loop ((i (- n 1)) (result '()))
            (if (< i 0) result (loop (- i 1) (cons (f i) result)))))

        (define (find/2 f l)
          (let loop ((l l))
            (if (pair? l) (if (f (car l)) (car l) (loop (cdr l))) (end! "find" 2 l #f))))

        (define (find-tail/2 f l)
          (let loop ((l l))
            (if (pair? l) (if (f (car l)) l (loop (cdr l))) (end! "find-tail" 2 l #f))))

        (define (list-index/2 f l)
          (let loop ((i 0) (l l))
            (if (pair? l) (if (f (car l)) i (loop (+ i 1) (cdr l))) (end! "list-index" 2 l #f))))

        (define (any/2 f l)
          (let loop ((l l))
            (if (pair? l)
                (if (null? (cdr l)) (f (car l)) (or (f (car l)) (loop (cdr l))))
                (end! "any" 2 l #f))))

        (define (every/2 f l)
          (let loop ((l l))
            (if (pair? l)
                (if (null? (cdr l)) (f (car l)) (and (f (car l)) (loop (cdr l))))
                (end! "every" 2 l #t))))

        (define (any?/2 f l)
          (let loop ((l l))
            (if (pair? l) (if (f (car l)) #t (loop (cdr l))) (end! "any?" 2 l #f))))

        (define (all?/2 f l)
          (let loop ((l l))
            (if (pair? l) (if (f (car l)) (loop (cdr l)) #f) (end! "all?" 2 l #t))))

        (define (none?/2 f l)
          (let loop ((l l))
            (if (pair? l) (if (f (car l)) #f (loop (cdr l))) (end! "any?" 2 l #t))))

        (define (count/2 f l)
          (let loop ((n 0) (l l))
            (if (pair? l) (loop (if (f (car l)) (+ n 1) n) (cdr l)) (end! "count" 2 l n))))

        (define (vector-map/2 f v)
          (let* ((n (vector-length v)) (result (make-vector n)))
            (let loop ((i 0))
              (if (< i n)
                  (begin (vector-set! result i (f (vector-ref v i))) (loop (+ i 1)))
                  result))))

        (define (vector-for-each/2 f v)
          (let ((n (vector-length v)))
            (let loop ((i 0))
              (if (< i n) (begin (f (vector-ref v i)) (loop (+ i 1))) (void)))))

        (define (vector-index/2 f v)
          (let ((n (vector-length v)))
            (let loop ((i 0))
              (cond ((= i n) #f) ((f (vector-ref v i)) i) (else (loop (+ i 1)))))))

        (define (vector-count/2 f v)
          (let ((n (vector-length v)))
            (let loop ((i 0) (count 0))
              (cond ((= i n) count)
                    ((f (vector-ref v i)) (loop (+ i 1) (+ count 1)))
                    (else (loop (+ i 1) count))))))

        (define (string-for-each/2 f s)
          (let ((n (string-length s)))
            (let loop ((i 0))
              (if (< i n) (begin (f (string-ref s i)) (loop (+ i 1))) (void)))))
        """
}

(import (rename (chezscheme) (define-record-type chez:define-record-type)))

;; R7RS has other clauses than Chez.
(define-syntax define-record-type
  (syntax-rules ()
    ((_ name (make field ...) test? clause ...) (define-fields (name make test?) () clause ...))))
(define-syntax define-fields
  (syntax-rules ()
    ((_ head (done ...)) (chez:define-record-type head (fields done ...)))
    ((_ head (done ...) (field get) more ...) (define-fields head (done ... (immutable field get)) more ...))
    ((_ head (done ...) (field get set) more ...) (define-fields head (done ... (mutable field get set)) more ...))))

(define (make-equal-hashtable) (make-hashtable equal-hash equal?))

;; Guile's own hash tables, by the names of R6RS.
(define (make-equal-hashtable) (make-hash-table))
(define-syntax-rule (hashtable-ref table key default) (hash-ref table key default))
(define-syntax-rule (hashtable-set! table key value) (hash-set! table key value))
(define (hashtable-size table) (hash-count (const #t) table))
(define (hashtable-keys table) (list->vector (hash-map->list (lambda (key value) key) table)))
(use-modules (srfi srfi-9))
(define (exact x) (inexact->exact x))

(define (two) 2)

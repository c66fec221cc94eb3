(define one 1)
(include "two.scm")

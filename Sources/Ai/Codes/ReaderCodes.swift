import Diagnostics

/// The codes that the reader reports.
enum ReaderCodes {
    static let all: [DiagnosticCode] = [
        AiCodes.row(
            "AI0001", "a bracket that is never closed",
            #"""
            The file ends inside a list, a vector or behind a quotation mark. The second mark shows where it was opened. If a form
            begins at the start of a line inside it, the closing bracket is often missing just before that form.

                (define (f x)
                  (+ x 1)        ; one `)` is missing
            """#),
        AiCodes.row(
            "AI0002", "a closing bracket that does not match",
            #"""
            `( )` and `[ ]` mean the same in most places, but each closing bracket must be of the kind that was opened, and there must
            be one that was opened.

                (let ([x 1)) x)   ; `[` is closed by `)`
                (f 1))            ; one `)` too many
            """#),
        AiCodes.row(
            "AI0003", "an unknown escape in a string",
            #"""
            The escapes of strings, and of symbols in bars, are `\a \b \t \n \r \" \\ \|`, `\x41;` for the character of that
            hexadecimal number, and `\` at the end of a line, which leaves out the line end and the blanks that begin the next line.

                "C:\work"     ; write "C:\\work"
            """#),
        AiCodes.row(
            "AI0004", "a string, comment or symbol without an end",
            #"""
            The text began with `"`, `#|` or `|` and the same mark that ends it is missing, so that everything up to the end of the file
            became part of it. Strings may span lines; block comments nest, so that each `#|` needs its own `|#`.

                (print "hello)
            """#),
        AiCodes.row(
            "AI0005", "an unknown character name",
            #"""
            After `#\` stands one character, `x` and a hexadecimal number, or one of the names alarm, backspace, delete, escape, newline,
            null, nul, return, space, tab.

                #\a  #\(  #\x41  #\space
                #\enter           ; write #\newline
            """#),
        AiCodes.row(
            "AI0006", "reserved or unknown syntax",
            #"""
            Braces have no meaning in Ai, `#` begins only the things the language knows (`#t`, `#\a`, `#(`, `#u8(`, `#;`, `#|`, numbers
            with a prefix, labels), and symbols consist of letters, digits and `! $ % & * + - . / : < = > ? @ ^ _ ~`.

                {1 2}      ; write (list 1 2)
                #yes       ; write #true
            """#),
        AiCodes.row(
            "AI0007", "a token that is neither a number nor a symbol",
            #"""
            A token that begins with a digit must be a number. Ai has integers of any size and floats, but no ratios and no complex numbers; an
            element of a bytevector is an integer from 0 to 255.

                1/2        ; write (/ 1 2) or 0.5
                2nd        ; write second, or |2nd|
                #u8(256)
            """#),
        AiCodes.row(
            "AI0008", "a dot in the wrong place",
            #"""
            A dot that stands alone comes before the last datum of a list, and nowhere else.

                (a . b)    ; fine
                ( . b)  (a .)  (a . b c)
            """#),
        AiCodes.row(
            "AI0009", "nesting that is too deep",
            #"""
            So many brackets and quotation marks inside one another are beyond what langc reads. Programs that are written by people never get
            there; generated ones can give parts a name.
            """#),
        AiCodes.row(
            "AI0010", "a file that is not UTF-8",
            #"""
            Source files are UTF-8 text. The mark shows the first byte that cannot be part of it. Save the file as UTF-8.
            """#),
        AiCodes.row(
            "AI0011", "an undefined or cyclic datum label",
            #"""
            `#0=` gives the datum that follows a label, and `#0#` later stands for the same datum. Inside itself a datum may only be used
            below a quotation, since a program cannot contain itself.

                '(#0=(a b) #0#)     ; two elements, the same list
                '#0=(a . #0#)       ; a circular list
                (f #1#)             ; no label 1
            """#),
    ]
}

/// A C interface to toml++: bytes in, a flat list of values with their places out.
///
/// Nothing is thrown across it, and no input, however hostile, makes it crash or recurse deeply.
#ifndef CTOML_H
#define CTOML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
    CTOMLTable,
    CTOMLArray,
    CTOMLString,
    CTOMLInteger,
    CTOMLFloat,
    CTOMLBoolean,
    /// A date, a time, or both.
    CTOMLDateTime,
} CTOMLKind;

/// A one-based place; columns count Unicode scalars. Zero where there is none.
typedef struct {
    uint32_t line;
    uint32_t column;
} CTOMLPosition;

/// Bytes owned by the document, not terminated by zero.
typedef struct {
    const char *_Nullable bytes;
    size_t count;
} CTOMLText;

/// A value of the document. Containers stand before what they contain.
typedef struct {
    CTOMLKind kind;
    /// The index of the table or array that holds this value; -1 for the root table.
    ptrdiff_t parent;
    /// The key in the table above; empty for elements of arrays.
    CTOMLText key;
    CTOMLPosition keyStart;
    /// Behind the key's last character.
    CTOMLPosition keyEnd;
    CTOMLPosition start;
    /// Behind the value's last character.
    CTOMLPosition end;
    /// Of strings.
    CTOMLText text;
    int64_t integer;
    double number;
    bool boolean;
} CTOMLNode;

/// What is wrong with a document, and where.
typedef struct {
    CTOMLText message;
    CTOMLPosition start;
    CTOMLPosition end;
} CTOMLError;

typedef struct CTOMLDocument CTOMLDocument;

/// Parses a document of UTF-8 bytes. NULL only if there is no memory. Free the result with `ctomlFree`.
CTOMLDocument *_Nullable ctomlParse(const char *_Nullable bytes, size_t count);

/// The error, or NULL for a valid document.
const CTOMLError *_Nullable ctomlError(const CTOMLDocument *_Nonnull document);

/// The values; the root table is the first. None if there is an error.
const CTOMLNode *_Nullable ctomlNodes(const CTOMLDocument *_Nonnull document);
size_t ctomlNodeCount(const CTOMLDocument *_Nonnull document);

void ctomlFree(CTOMLDocument *_Nullable document);

#ifdef __cplusplus
}
#endif

#endif

#include "CTOML.h"

// An assertion of toml++ that fails becomes an error of the document, neither the end of the process nor undefined behaviour.
#undef NDEBUG
namespace {
struct FailedAssertion {};
}  // namespace
#define TOML_ASSERT(condition) ((condition) ? void() : throw FailedAssertion())
#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <new>
#include <string>
#include <string_view>
#include <vector>

struct CTOMLDocument {
    toml::table root;
    std::string message;
    CTOMLError error{};
    bool isValid = false;
    std::vector<CTOMLNode> nodes;
};

namespace {

CTOMLText text(std::string_view view) { return {view.data(), view.size()}; }

CTOMLPosition position(const toml::source_position &place) { return {place.line, place.column}; }

void fail(CTOMLDocument &document, std::string_view message, const toml::source_region &place) {
    document.message = message;
    document.error.start = position(place.begin);
    document.error.end = position(place.end);
}

/// Finds values that are nested so deeply that walking them could exhaust a stack.
///
/// toml++ limits brackets but not the parts of dotted keys. This reads strings and comments as the parser does; where the document
/// is malformed the parser stops, so what is counted behind that place does not matter.
class NestingCheck {
public:
    explicit NestingCheck(std::string_view bytes) : bytes(bytes) {}

    /// Whether the nesting is too deep, and the place that is.
    bool findsExcess(CTOMLPosition &place) {
        while (index < bytes.size()) {
            const char character = bytes[index];
            if (character == '"' || character == '\'') {
                skipString(character);
                continue;
            }
            if (character == '#') {
                while (index < bytes.size() && bytes[index] != '\n') ++index;
                continue;
            }
            count(character);
            if (brackets > limitOfBrackets || total > limitOfParts) {
                place = position();
                return true;
            }
            ++index;
        }
        return false;
    }

private:
    static constexpr size_t limitOfBrackets = 64;
    static constexpr size_t limitOfParts = 128;

    std::string_view bytes;
    size_t index = 0;
    size_t brackets = 0;
    /// The dots of the entry at hand, in each open bracket.
    size_t dots[limitOfBrackets + 2] = {};
    size_t total = 0;

    void endEntry() {
        total -= dots[brackets];
        dots[brackets] = 0;
    }

    void count(char character) {
        switch (character) {
        case '.':
            ++dots[brackets];
            ++total;
            break;
        case '[':
        case '{':
            ++brackets;
            ++total;
            break;
        case ']':
        case '}':
            if (brackets > 0) {
                endEntry();
                --brackets;
                --total;
            }
            break;
        case ',': endEntry(); break;
        case '\n':
            if (brackets == 0) endEntry();
            break;
        default: break;
        }
    }

    bool hasThree(char quote) const {
        return index + 2 < bytes.size() && bytes[index] == quote && bytes[index + 1] == quote && bytes[index + 2] == quote;
    }

    void skipString(char quote) {
        const bool hasLines = hasThree(quote);
        index += hasLines ? 3 : 1;
        while (index < bytes.size()) {
            if (quote == '"' && bytes[index] == '\\') {
                index += 2;
            } else if (hasLines && hasThree(quote)) {
                index += 3;
                // Two more quotes may belong to the text.
                for (int more = 0; more < 2 && index < bytes.size() && bytes[index] == quote; ++more) ++index;
                return;
            } else if (!hasLines && (bytes[index] == quote || bytes[index] == '\n')) {
                ++index;
                return;
            } else {
                ++index;
            }
        }
    }

    CTOMLPosition position() const {
        CTOMLPosition place{1, 1};
        for (size_t before = 0; before < index; ++before) {
            if (bytes[before] == '\n') {
                ++place.line;
                place.column = 1;
            } else if ((static_cast<unsigned char>(bytes[before]) & 0xC0) != 0x80) {
                ++place.column;
            }
        }
        return place;
    }
};

/// Lists the values below a node. The depth is limited by `NestingCheck`.
class Flattening {
public:
    explicit Flattening(std::vector<CTOMLNode> &nodes) : nodes(nodes) {}

    void add(const toml::node &node, ptrdiff_t parent, const toml::key *key) {
        CTOMLNode flat{};
        flat.parent = parent;
        flat.start = position(node.source().begin);
        flat.end = position(node.source().end);
        if (key) {
            flat.key = text(key->str());
            flat.keyStart = position(key->source().begin);
            flat.keyEnd = position(key->source().end);
        }
        setValue(flat, node);
        const ptrdiff_t index = static_cast<ptrdiff_t>(nodes.size());
        nodes.push_back(flat);
        if (const auto *table = node.as_table()) {
            for (auto entry = table->cbegin(); entry != table->cend(); ++entry) add(entry->second, index, &entry->first);
        } else if (const auto *array = node.as_array()) {
            for (auto element = array->cbegin(); element != array->cend(); ++element) add(*element, index, nullptr);
        }
    }

private:
    std::vector<CTOMLNode> &nodes;

    static void setValue(CTOMLNode &flat, const toml::node &node) {
        switch (node.type()) {
        case toml::node_type::none:
        case toml::node_type::table: flat.kind = CTOMLTable; break;
        case toml::node_type::array: flat.kind = CTOMLArray; break;
        case toml::node_type::string:
            flat.kind = CTOMLString;
            flat.text = text(node.as_string()->get());
            break;
        case toml::node_type::integer:
            flat.kind = CTOMLInteger;
            flat.integer = node.as_integer()->get();
            break;
        case toml::node_type::floating_point:
            flat.kind = CTOMLFloat;
            flat.number = node.as_floating_point()->get();
            break;
        case toml::node_type::boolean:
            flat.kind = CTOMLBoolean;
            flat.boolean = node.as_boolean()->get();
            break;
        case toml::node_type::date:
        case toml::node_type::time:
        case toml::node_type::date_time: flat.kind = CTOMLDateTime; break;
        }
    }
};

void parse(CTOMLDocument &document, std::string_view bytes) {
    CTOMLPosition excess{};
    if (NestingCheck(bytes).findsExcess(excess)) {
        document.message = "Values are nested too deeply";
        document.error.start = document.error.end = excess;
        return;
    }
    try {
        document.root = toml::parse(bytes);
        Flattening(document.nodes).add(document.root, -1, nullptr);
        document.isValid = true;
    } catch (const toml::parse_error &problem) {
        fail(document, problem.description(), problem.source());
    } catch (const FailedAssertion &) {
        document.message = "The document cannot be read";
    }
}

}  // namespace

CTOMLDocument *ctomlParse(const char *bytes, size_t count) {
    CTOMLDocument *document = nullptr;
    try {
        document = new CTOMLDocument;
        parse(*document, bytes ? std::string_view(bytes, count) : std::string_view());
        document->error.message = text(document->message);
        return document;
    } catch (...) {
        delete document;
        return nullptr;
    }
}

const CTOMLError *ctomlError(const CTOMLDocument *document) { return document->isValid ? nullptr : &document->error; }

const CTOMLNode *ctomlNodes(const CTOMLDocument *document) { return document->isValid ? document->nodes.data() : nullptr; }

size_t ctomlNodeCount(const CTOMLDocument *document) { return document->isValid ? document->nodes.size() : 0; }

void ctomlFree(CTOMLDocument *document) { delete document; }

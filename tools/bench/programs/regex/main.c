// Searches a text of some 10 MB for patterns of common kinds, with the C library's regular expressions, and counts what they match.
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *words[24] = {"the", "quick", "brown", "fox", "Sherlock", "Holmes", "jumps", "over", "lazy", "dog", "ann@example.com", "2024-01-15",
    "foo_bar", "x1", "3.14", "walking", "Watson", "said", "and", "nothing", "more", "http://example.org/path?q=1", "never", "end."};

static const char *patterns[8] = {"Sherlock", "Sherlock|Holmes|Watson", "[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "[A-Za-z0-9_.]+@[A-Za-z0-9_-]+\\.[a-z]+", "[a-z]+ing", "[a-z]+\\.", "https?://[^ /]+/[^ ]*", "(quick|lazy) (fox|dog)"};

int main(void) {
    char *text = malloc(1400000 * 28), *end = text;
    long long seed = 42;
    for (int i = 0; i < 1400000; i++) {
        seed = seed * 16807 % 2147483647;
        if (i) *end++ = ' ';
        end = stpcpy(end, words[seed % 24]);
    }
    printf("%d\n", (int)(end - text));
    for (int i = 0; i < 8; i++) {
        regex_t regex;
        regcomp(&regex, patterns[i], REG_EXTENDED);
        regmatch_t match;
        int count = 0, sum = 0;
        for (char *at = text; regexec(&regex, at, 1, &match, at == text ? 0 : REG_NOTBOL) == 0; at += match.rm_eo) {
            count++;
            sum += match.rm_eo - match.rm_so;
        }
        printf("%s %d %d\n", patterns[i], count, sum);
        regfree(&regex);
    }
}

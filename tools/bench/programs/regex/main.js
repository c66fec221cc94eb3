// Searches a text of some 10 MB for patterns of common kinds, and counts what they match.
const words = ["the", "quick", "brown", "fox", "Sherlock", "Holmes", "jumps", "over", "lazy", "dog", "ann@example.com", "2024-01-15", "foo_bar", "x1",
    "3.14", "walking", "Watson", "said", "and", "nothing", "more", "http://example.org/path?q=1", "never", "end."];

function makeText() {
    let seed = 42;
    const parts = [];
    for (let i = 0; i < 1400000; i += 1) {
        seed = seed * 16807 % 2147483647;
        parts.push(words[seed % 24]);
    }
    return parts.join(" ");
}

const text = makeText();
console.log(String(text.length));

const patterns = ["Sherlock", "Sherlock|Holmes|Watson", "[0-9]{4}-[0-9]{2}-[0-9]{2}", "[A-Za-z0-9_.]+@[A-Za-z0-9_-]+\\.[a-z]+", "[a-z]+ing", "[a-z]+\\.",
    "https?://[^ /]+/[^ ]*", "(quick|lazy) (fox|dog)"];
for (const pattern of patterns) {
    const regex = new RegExp(pattern, "g");
    const found = [];
    for (let match = regex.exec(text); match !== null; match = regex.exec(text)) found.push([match.index, regex.lastIndex]);
    let sum = 0;
    for (const pair of found) sum += pair[1] - pair[0];
    console.log(pattern + " " + found.length + " " + sum);
}

function compose(lines) {
  let text = "";
  for (let i = 0; i < lines; i++) text += "Record " + i + ";Name of the record;" + i * 7 % 1000 + ";some more words of text here\n";
  return text;
}

function fields(text) {
  const out = [];
  for (const line of text.split("\n")) {
    const parts = line.split(";");
    if (parts.length === 4) out.push([parts[1], parts[0], parts[3].toUpperCase()].join(","));
  }
  return out.join("\n");
}

function occurrences(text, wanted) {
  let count = 0;
  for (const line of text.split("\n")) if (line.indexOf(wanted) >= 0) count++;
  return count;
}

function vowels(text) {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === "a" || c === "e" || c === "i" || c === "o" || c === "u") count++;
  }
  return count;
}

function replaced(text) {
  let length = 0;
  for (const line of text.split("\n")) length += line.replace("more words", "words ").trim().length;
  return length;
}

const text = compose(160000);
console.log(text.length);
for (let round = 0; round < 2; round++) {
  console.log(fields(text).length);
  console.log(occurrences(text, ";77"));
  console.log(vowels(text));
  console.log(replaced(text));
  console.log(text.toLowerCase().length + text.lastIndexOf("Record 1;"));
  console.log(text.split(" ").join("_").length);
}

const letters = "etaoinshrdlucmfwypvbgkjqxz";

function word(rank) {
  let text = "";
  let rest = rank + 1;
  while (rest > 0) {
    text = text + letters.charAt(rest % 26);
    rest = Math.floor(rest / 26);
  }
  if (rank % 3 === 1) text = text + "ing";
  if (rank % 5 === 2) text = text + "ation";
  return text;
}

function compose(count) {
  const vocabulary = [];
  for (let i = 0; i < 20000; i++) vocabulary.push(word(i));
  let text = "";
  let seed = 42;
  for (let i = 0; i < count; i++) {
    seed = seed * 16807 % 2147483647;
    const share = seed / 2147483647;
    text = text + vocabulary[Math.floor(share * share * share * 20000)] + " ";
  }
  return text;
}

function count(text) {
  const counts = new Map();
  for (const word of text.split(" ")) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

const text = compose(800000);
console.log(text.length);
for (let round = 0; round < 3; round++) {
  const counts = count(text);
  let most = 0;
  for (const n of counts.values()) if (n > most) most = n;
  console.log(counts.size);
  console.log(most);
}

function record(n) {
  return '{"id": ' + n + ', "name": "Person \\u00e9 ' + n + '", "balance": ' + (n * 37 % 100000 / 8) + ', "active": ' + (n % 3 === 0)
    + ',\n "tags": ["red", "a rather long tag without escapes", "x' + n % 100 + '"], "point": {"x": ' + n / 7 + ', "y": -' + (n % 1000 + 1) + '}, "parent": null}';
}

function document(count) {
  let text = "[";
  for (let i = 0; i < count; i++) {
    if (i > 0) text += ",\n";
    text += record(i);
  }
  return text + "]";
}

function walk(j, count) {
  let total = 0;
  for (let i = 0; i < count; i++) {
    const entry = j[i];
    total += entry.id + entry.balance + entry.point.x;
    total += entry.tags[1].length + entry.name.length;
    if (entry.active && entry.parent === null) total += 1;
  }
  return total;
}

const count = 50000;
const text = document(count);
console.log(text.length);
let size = 0;
for (let round = 0; round < 5; round++) {
  const j = JSON.parse(text);
  console.log(walk(j, count));
  size += JSON.stringify(j).length;
}
console.log(size);

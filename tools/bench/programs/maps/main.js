function fill(count) {
  const squares = new Map();
  let key = 1;
  for (let i = 0; i < count; i++) {
    key = key * 16807 % 2147483647;
    squares.set(key, i);
  }
  return squares;
}

function sum(squares, count) {
  let total = 0;
  let key = 1;
  for (let i = 0; i < count; i++) {
    key = key * 16807 % 2147483647;
    total += squares.get(key) ?? 1;
  }
  return total;
}

for (let round = 0; round < 2; round++) {
  const squares = fill(1000000);
  console.log(squares.size);
  console.log(sum(squares, 1000000));
  let key = 1;
  for (let i = 0; i < 1000000; i++) {
    key = key * 16807 % 2147483647;
    if (i % 4 !== 0) squares.delete(key);
  }
  console.log(squares.size);
  console.log(sum(squares, 1000000));
}

function records(count) {
  const out = [];
  let seed = 42;
  for (let id = 0; id < count; id++) {
    seed = seed * 16807 % 2147483647;
    out.push([id, seed % 1000, Math.floor(seed / 1000)]);
  }
  return out;
}

function byGroupAndScore(a, b) {
  if (a[1] !== b[1]) return a[1] - b[1];
  return b[2] - a[2];
}

const score = (record) => record[2];

function digest(sorted) {
  let sum = 0;
  for (let i = 0; i < sorted.length; i++) sum = (sum * 31 + sorted[i][0]) % 1000003;
  return sum;
}

const all = records(1000000);
console.log(digest([...all].sort(byGroupAndScore)));
console.log(digest([...all].sort((a, b) => score(a) - score(b))));
const scores = all.map(score);
const ordered = [...scores].sort((a, b) => a - b);
console.log(ordered[0] + ordered[150000]);

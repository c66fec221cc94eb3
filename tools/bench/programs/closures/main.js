const multiplier = (factor) => (x) => x * factor;
const compose = (f, g) => (x) => g(f(x));

function chain(xs, round) {
  return xs.map((x) => x + round).map(multiplier(2)).filter((x) => x % 3 !== 0).reduce((sum, x) => sum + x, 0);
}

function times(f, count) {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += f(i);
  return sum;
}

const xs = [];
for (let i = 0; i < 1000000; i++) xs.push(i);
let total = 0;
for (let round = 0; round < 10; round++) total += chain(xs, round);
console.log(total);
console.log(times(compose(multiplier(3), multiplier(0.5)), 10000000));

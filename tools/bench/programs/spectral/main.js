function a(i, j) { return 1 / ((i + j) * (i + j + 1) / 2 + i + 1); }
function multiply(v, transposed) {
  const n = v.length, result = [];
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += (transposed ? a(j, i) : a(i, j)) * v[j];
    result.push(sum);
  }
  return result;
}
function both(v) { return multiply(multiply(v, false), true); }
let u = [], v = [];
for (let i = 0; i < 1500; i++) u.push(1);
for (let i = 0; i < 10; i++) { v = both(u); u = both(v); }
let vBv = 0, vv = 0;
for (let i = 0; i < 1500; i++) { vBv += u[i] * v[i]; vv += v[i] * v[i]; }
console.log(Math.floor(Math.sqrt(vBv / vv) * 1e9));

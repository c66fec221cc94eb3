function make(n, seed) {
  const rows = [];
  for (let i = 0; i < n; i++) {
    const row = [];
    for (let j = 0; j < n; j++) row.push((i * seed + j) % 10);
    rows.push(row);
  }
  return rows;
}
function multiply(a, b) {
  const n = a.length, c = [];
  for (let i = 0; i < n; i++) {
    const row = [];
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += a[i][k] * b[k][j];
      row.push(sum);
    }
    c.push(row);
  }
  return c;
}
function trace(m) {
  let sum = 0;
  for (let i = 0; i < m.length; i++) sum += m[i][i];
  return sum;
}
const a = make(400, 3), b = make(400, 7);
for (let round = 0; round < 3; round++) console.log(trace(multiply(a, b)));

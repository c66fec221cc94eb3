function next(seed) { return (seed * 1103 + 12345) % 1048576; }
function make(n) {
  const xs = [];
  let seed = 42;
  for (let i = 0; i < n; i++) { seed = next(seed); xs.push(seed); }
  return xs;
}
let xs;
function quicksort(low, high) {
  let i = low, j = high;
  const pivot = xs[Math.floor((low + high) / 2)];
  while (i <= j) {
    while (xs[i] < pivot) i++;
    while (pivot < xs[j]) j--;
    if (i <= j) { const t = xs[i]; xs[i] = xs[j]; xs[j] = t; i++; j--; }
  }
  if (low < j) quicksort(low, j);
  if (i < high) quicksort(i, high);
}
for (let round = 0; round < 3; round++) {
  xs = make(500000);
  quicksort(0, xs.length - 1);
  console.log(xs[0] + xs[250000] + xs[499999]);
}

function fannkuch(n) {
  const permutation = [], flipped = [], counts = [];
  for (let i = 0; i < n; i++) {
    permutation.push(i);
    flipped.push(0);
    counts.push(0);
  }
  let checksum = 0, most = 0, number = 0, rest = n;
  while (true) {
    while (rest !== 1) {
      counts[rest - 1] = rest;
      rest--;
    }
    for (let i = 0; i < n; i++) flipped[i] = permutation[i];
    let flips = 0;
    let first = flipped[0];
    while (first !== 0) {
      for (let low = 0, high = first; low < high; low++, high--) {
        const t = flipped[low];
        flipped[low] = flipped[high];
        flipped[high] = t;
      }
      flips++;
      first = flipped[0];
    }
    if (flips > most) most = flips;
    if (number % 2 === 0) checksum += flips; else checksum -= flips;
    while (true) {
      if (rest === n) return [checksum, most];
      const start = permutation[0];
      for (let i = 0; i < rest; i++) permutation[i] = permutation[i + 1];
      permutation[rest] = start;
      counts[rest]--;
      if (counts[rest] > 0) break;
      rest++;
    }
    number++;
  }
}

const [checksum, most] = fannkuch(10);
console.log(checksum);
console.log(most);

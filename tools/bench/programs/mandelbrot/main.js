function belongs(x, y) {
  let a = 0, b = 0;
  for (let i = 0; i < 50; i++) {
    const c = a * a - b * b + x;
    b = 2 * a * b + y;
    a = c;
    if (a * a + b * b > 4) return false;
  }
  return true;
}

function count(size) {
  let members = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (belongs(2 * column / size - 1.5, 2 * row / size - 1)) members++;
    }
  }
  return members;
}

console.log(count(1500));

function place(row, size, columns, rising, falling) {
  if (row === size) return 1;
  let count = 0;
  for (let column = 0; column < size; column++) {
    if (columns[column] || rising[row + column] || falling[row - column + size]) continue;
    columns[column] = rising[row + column] = falling[row - column + size] = true;
    count += place(row + 1, size, columns, rising, falling);
    columns[column] = rising[row + column] = falling[row - column + size] = false;
  }
  return count;
}

function queens(size) {
  const threatened = () => new Array(2 * size).fill(false);
  return place(0, size, threatened(), threatened(), threatened());
}

for (let size = 4; size <= 13; size++) console.log(queens(size));

class Square {
  constructor(side) { this.side = side; }
  area() { return this.side * this.side; }
}

class Rectangle {
  constructor(width, height) { this.width = width; this.height = height; }
  area() { return this.width * this.height; }
}

class Text {
  constructor(text) { this.text = text; }
  area() { return this.text.length; }
}

function shapes(count) {
  const out = [];
  for (let i = 0; i < count; i++) {
    if (i % 3 === 0) out.push(new Square(i % 10));
    if (i % 3 === 1) out.push(new Rectangle(i % 7, i % 5));
    if (i % 3 === 2) out.push(new Text("pentagon"));
  }
  return out;
}

function total(all, rounds) {
  let sum = 0;
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < all.length; i++) sum += all[i].area();
  }
  return sum;
}

console.log(total(shapes(1000), 40000));

function build(n) {
  let text = "";
  for (let i = 0; i < n; i++) text = text + "item " + String(i) + ", ";
  return text;
}
for (let round = 0; round < 6; round++) {
  const text = build(300000);
  const parts = text.split(", ");
  console.log(text.length + parts.length);
}

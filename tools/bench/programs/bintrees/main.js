function tree(depth) {
  if (depth === 0) return [];
  return [tree(depth - 1), tree(depth - 1)];
}

function count(node) {
  if (node.length === 0) return 1;
  return 1 + count(node[0]) + count(node[1]);
}

const deepest = 16;
console.log(count(tree(deepest + 1)));
const lasting = tree(deepest);
for (let depth = 4; depth <= deepest; depth += 4) {
  const rounds = 2 ** (deepest - depth + 4);
  let total = 0;
  for (let i = 0; i < rounds; i++) total += count(tree(depth));
  console.log(total);
}
console.log(count(lasting));

#include "../bench.h"
#include <stdlib.h>
typedef struct node { struct node *left, *right; } node;
static node *tree(int depth) {
  node *made = malloc(sizeof *made);
  made->left = depth == 0 ? NULL : tree(depth - 1);
  made->right = depth == 0 ? NULL : tree(depth - 1);
  return made;
}
static int count(const node *n) { return n->left ? 1 + count(n->left) + count(n->right) : 1; }
static void release(node *n) {
  if (n->left) release(n->left);
  if (n->right) release(n->right);
  free(n);
}
static int counted(int depth) {
  node *made = tree(depth);
  int result = count(made);
  release(made);
  return result;
}
int main(void) {
  int deepest = 16;
  print_number(counted(deepest + 1));
  node *lasting = tree(deepest);
  for (int depth = 4; depth <= deepest; depth += 4) {
    double total = 0;
    for (int i = 0; i < 1 << (deepest - depth + 4); i++) total += counted(depth);
    print_number(total);
  }
  print_number(count(lasting));
  return 0;
}

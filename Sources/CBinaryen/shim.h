#include <binaryen-c.h>

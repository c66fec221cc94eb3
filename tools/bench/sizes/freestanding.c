// Without a library: the one call of WASI that it takes.
__attribute__((import_module("wasi_snapshot_preview1"), import_name("fd_write"))) int fd_write(int, const void *, int, unsigned long *);
void _start(void) {
  struct { const char *text; unsigned long length; } vector = { "hello\n", 6 };
  unsigned long written;
  fd_write(1, &vector, 1, &written);
}

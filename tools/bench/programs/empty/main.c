// Does nothing: the time of starting and ending a program.
int main(void) { return 0; }

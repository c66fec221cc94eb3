// clang --target=wasm32 -O2 -I ../../../runtime-wasm/foreign -c fft.c -o fft.o
#include <langc.h>
#include <stdint.h>

double sin(double), cos(double), sqrt(double);

static const double pi = 3.14159265358979323846;

/* The fast Fourier transform of Cooley and Tukey, in place; the count is a power of two. */
static void transform(double *re, double *im, size_t count) {
    for (size_t i = 1, j = 0; i < count; i++) {
        size_t bit = count >> 1;
        for (; j & bit; bit >>= 1) j ^= bit;
        j ^= bit;
        if (i < j) {
            double swap = re[i];
            re[i] = re[j], re[j] = swap;
            swap = im[i];
            im[i] = im[j], im[j] = swap;
        }
    }
    for (size_t length = 2; length <= count; length <<= 1) {
        double step = -2 * pi / (double)length;
        for (size_t i = 0; i < length / 2; i++) {
            double c = cos(step * (double)i), s = sin(step * (double)i);
            for (size_t at = i; at < count; at += length) {
                size_t other = at + length / 2;
                double x = re[other] * c - im[other] * s, y = re[other] * s + im[other] * c;
                re[other] = re[at] - x, im[other] = im[at] - y;
                re[at] += x, im[at] += y;
            }
        }
    }
}

/* How strong each frequency is, from 0 to half the number of samples. */
langc_numbers spectrum(const double *samples, size_t count) {
    if (count < 2 || (count & (count - 1))) {
        static const char message[] = "the number of samples must be a power of two";
        langc_fail(message, sizeof message - 1);
    }
    double *re = langc_allocate(count * sizeof(double)), *im = langc_allocate(count * sizeof(double));
    for (size_t i = 0; i < count; i++) re[i] = samples[i], im[i] = 0;
    transform(re, im, count);
    for (size_t i = 0; i <= count / 2; i++) re[i] = sqrt(re[i] * re[i] + im[i] * im[i]) * 2 / (double)count;
    return (langc_numbers){re, count / 2 + 1};
}

/* A bar of block characters, eight steps each. */
langc_string bar(double value, uint8_t width) {
    static const char blocks[8][4] = {" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    int32_t eighths = (int32_t)(value * width * 8 + 0.5);
    if (eighths < 0) eighths = 0;
    if (eighths > width * 8) eighths = width * 8;
    char *text = langc_allocate((size_t)width * 3 + 3);
    size_t length = 0;
    for (; eighths >= 8; eighths -= 8) text[length++] = (char)0xE2, text[length++] = (char)0x96, text[length++] = (char)0x88;
    for (const char *rest = blocks[eighths]; eighths && *rest; rest++) text[length++] = *rest;
    return (langc_string){text, length};
}

/* The four functions that a C compiler may call in freestanding code. Built without their own recognition. */
#include "wasm-rt.h"

void* memcpy(void* to, const void* from, size_t length) {
  u8* target = to;
  const u8* source = from;
  while (length-- > 0) *target++ = *source++;
  return to;
}

void* memmove(void* to, const void* from, size_t length) {
  u8* target = to;
  const u8* source = from;
  if (target <= source) return memcpy(to, from, length);
  while (length-- > 0) target[length] = source[length];
  return to;
}

/* Eight bytes at a time: the head clears every buffer that it makes. */
void* memset(void* to, int value, size_t length) {
  u8* target = to;
  u64 word = (u8)value * 0x0101010101010101u;
  for (; length >= sizeof word; length -= sizeof word, target += sizeof word) __builtin_memcpy(target, &word, sizeof word);
  while (length-- > 0) *target++ = (u8)value;
  return to;
}

int memcmp(const void* a, const void* b, size_t length) {
  const u8* left = a;
  const u8* right = b;
  for (size_t i = 0; i < length; i++) {
    if (left[i] != right[i]) return left[i] < right[i] ? -1 : 1;
  }
  return 0;
}

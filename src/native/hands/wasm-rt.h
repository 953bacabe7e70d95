/*
 * What the C that wasm2c writes needs of a runtime, for one module with one memory of a fixed size: the memory is a
 * static array, it never grows, every access is checked, and a trap does not come back.
 */
#ifndef WASM_RT_H
#define WASM_RT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WASM_RT_CORE_TYPES_DEFINED
typedef uint8_t u8;
typedef int8_t s8;
typedef uint16_t u16;
typedef int16_t s16;
typedef uint32_t u32;
typedef int32_t s32;
typedef uint64_t u64;
typedef int64_t s64;
typedef float f32;
typedef double f64;

/* There is one memory at a fixed place, so the build puts its name where wasm2c has the fields. */
typedef struct {
  u8 unused;
} wasm_rt_memory_t;

typedef const char* wasm_rt_func_type_t;
typedef void (*wasm_rt_function_ptr_t)(void);
typedef struct {
  int unused;
} wasm_rt_tailcallee_t;
typedef struct {
  wasm_rt_func_type_t func_type;
  wasm_rt_function_ptr_t func;
  wasm_rt_tailcallee_t func_tailcallee;
  void* module_instance;
} wasm_rt_funcref_t;
typedef void* wasm_rt_externref_t;
typedef struct {
  wasm_rt_funcref_t* data;
  u32 max_size;
  u32 size;
} wasm_rt_funcref_table_t;
typedef struct {
  wasm_rt_externref_t* data;
  u32 max_size;
  u32 size;
} wasm_rt_externref_table_t;
static const wasm_rt_externref_t wasm_rt_externref_null_value;
static const wasm_rt_funcref_t wasm_rt_funcref_null_value;

typedef enum { WASM_RT_I32, WASM_RT_I64, WASM_RT_F32, WASM_RT_F64 } wasm_rt_type_t;
/* The linear memory: its size in bytes, a multiple of a WebAssembly page; link.ld places it behind the image. */
enum { LINEAR_MEMORY_SIZE = 64 * 65536 };
extern u8 linear_memory[LINEAR_MEMORY_SIZE];

/* Drops to the minimal loop in start.c. Which trap it was does not matter, so the build leaves the argument out. */
_Noreturn void wasm_rt_trap(void);
static inline bool wasm_rt_is_initialized(void) { return true; }
static inline void wasm_rt_free_memory(wasm_rt_memory_t* memory) { (void)memory; }
static inline u64 wasm_rt_grow_memory(wasm_rt_memory_t* memory, u64 pages) {
  (void)memory;
  return pages == 0 ? LINEAR_MEMORY_SIZE / 65536 : (u64)-1;
}

#define wasm_rt_memcpy __builtin_memcpy
#define WASM_RT_USE_SEGUE 0
#define WASM_RT_STACK_DEPTH_COUNT 0
#define WASM_RT_USE_STACK_DEPTH_COUNT 0
#define WASM_RT_MEMCHECK_BOUNDS_CHECK 1
#define WASM_RT_MEMCHECK_GUARD_PAGES 0
#define WASM_RT_THREAD_LOCAL
#define WABT_BIG_ENDIAN 0
#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)
#define WASM_RT_NO_RETURN _Noreturn
#define assert(condition) ((void)0)

void* memcpy(void* to, const void* from, size_t length);
void* memmove(void* to, const void* from, size_t length);
void* memset(void* to, int value, size_t length);
int memcmp(const void* a, const void* b, size_t length);

#define NAN __builtin_nanf("")
#define isnan(x) __builtin_isnan(x)
#define signbit(x) __builtin_signbit(x)
#define INFINITY __builtin_inff()

/* The head rounds only numbers below 2^63; the rest of math.h is named by the generated C and never used. */
static inline double whole_floor(double x) {
  double whole = (double)(int64_t)x;
  return whole > x ? whole - 1 : whole;
}
#define floor whole_floor
float floorf(float x);
double ceil(double x);
float ceilf(float x);
double trunc(double x);
float truncf(float x);
double nearbyint(double x);
float nearbyintf(float x);
double fabs(double x);
float fabsf(float x);
double sqrt(double x);
float sqrtf(float x);
double copysign(double x, double y);
float copysignf(float x, float y);

#endif

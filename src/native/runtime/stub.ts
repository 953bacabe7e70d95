/**
 * AssemblyScript's memory management for the native body: memory is given out and never taken back. As the standard
 * one without what the head has no use for, so that an object costs 8 bytes beside its own.
 *
 *   -8  number of the class
 *   -4  size in bytes
 *    0  the object, zeros at first
 */
const HEADER: usize = 8;
const ALIGNMENT: usize = 8;

// @ts-ignore: decorator
@lazy let end: usize = __heap_base;

// @ts-ignore: decorator
@unsafe @global
export function __alloc(size: usize): usize {
  const start = (end + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
  // As the memory does not grow, what is written behind it traps.
  end = start + size;
  return start;
}

// @ts-ignore: decorator
@unsafe @global
export function __new(size: usize, id: u32): usize {
  const made = __alloc(HEADER + size) + HEADER;
  store<u32>(made - 8, id);
  store<u32>(made - 4, size as u32);
  memory.fill(made, 0, size);
  return made;
}

// @ts-ignore: decorator
@unsafe @global
export function __renew(old: usize, size: usize): usize {
  const oldSize: usize = load<u32>(old - 4);
  if (size <= oldSize) {
    store<u32>(old - 4, size as u32);
    return old;
  }
  const made = __new(size, load<u32>(old - 8));
  memory.copy(made, old, oldSize);
  return made;
}

// @ts-ignore: decorator
@global
export function __link(_parent: usize, _child: usize, _expectMultiple: bool): void {}

// @ts-ignore: decorator
@unsafe @global
export function __free(_object: usize): void {}

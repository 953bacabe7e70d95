/**
 * Buffers for the length of a call, at the beginning of the heap behind the constants, so that all that the start alone
 * needs is one run of pages, which is given back when the command runs. heap.alloc does not clear them: a page that is
 * not used is never touched.
 */

/** Size of the scratch buffer: what fits a path, and every option that is accepted. */
export const SCRATCH_SIZE: i32 = 4096;
/** A buffer for whoever needs one; its contents do not outlive the next call that does. */
export let SCRATCH: usize = 0;
/** Size of the buffer for short things: siginfo_t with 128 bytes, a wait status and struct rusage with 152. */
export const SMALL_SIZE: i32 = 160;
/** A buffer as SCRATCH is, in a page that is in use anyway. It is not given back. */
export let SMALL: usize = 0;
/** For the child alone, which runs on the same memory: a path that is composed: an element of PATH and a name. */
export let CANDIDATE: usize = 0;
/** Size of the buffer for directory entries. */
export const ENTRIES_SIZE: i32 = 2048;
/** Room for directory entries. */
export let ENTRIES: usize = 0;
/** Where the part of the linear memory ends that can be given back. */
export let TRANSIENT_END: usize = 0;

/**
 * Takes the buffers, the transient ones first. Call it first, and not while the modules are loaded: what is there then is
 * part of the file.
 */
export function takeBuffers(): void {
  SCRATCH = heap.alloc(SCRATCH_SIZE + ENTRIES_SIZE);
  ENTRIES = SCRATCH + SCRATCH_SIZE;
  TRANSIENT_END = ENTRIES + ENTRIES_SIZE;
  SMALL = heap.alloc(SMALL_SIZE);
  CANDIDATE = heap.alloc(2 * SCRATCH_SIZE);
}

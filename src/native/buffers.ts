/**
 * Buffers for the length of a call, at the beginning of the heap behind the constants, so that all that the start alone
 * needs is one run of pages, which is given back when the command runs. heap.alloc does not clear them: a page that is
 * not used is never touched.
 */

/** Size of the scratch buffer: what fits a path, and every option that is accepted. */
export const SCRATCH_SIZE: i32 = 4096;
/** A buffer for whoever needs one; its contents do not outlive the next call that does. */
export let SCRATCH: usize = 0;
/** Size of the buffer for short things. */
export const SMALL_SIZE: i32 = 128;
/** A buffer as SCRATCH is, in a page that is in use anyway. It is not given back. */
export let SMALL: usize = 0;
/** A path that is composed: an element of PATH and a name. */
export let CANDIDATE: usize = 0;
/** Size of the buffer for directory entries. */
export const ENTRIES_SIZE: i32 = 2048;
/** Room for directory entries. */
export let ENTRIES: usize = 0;
/** A page that parent and child share, once sharePage was called. */
export let SHARED_PAGE: usize = 0;
/** Where the part of the linear memory ends that can be given back; a multiple of a page. */
export let TRANSIENT_END: usize = 0;

const PAGE_SIZE: usize = 4096;

/**
 * Takes the buffers, all at once: the allocator writes a word before each piece. Call it first, and not while the
 * modules are loaded: what is there then is part of the file.
 */
export function takeBuffers(): void {
  SCRATCH = heap.alloc(SCRATCH_SIZE + ENTRIES_SIZE + 2 * SCRATCH_SIZE + 2 * (PAGE_SIZE as i32));
  ENTRIES = SCRATCH + SCRATCH_SIZE;
  CANDIDATE = ENTRIES + ENTRIES_SIZE;
  const behind = CANDIDATE + 2 * SCRATCH_SIZE;
  SHARED_PAGE = (behind + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
  TRANSIENT_END = SHARED_PAGE + PAGE_SIZE;
  SMALL = heap.alloc(SMALL_SIZE);
}

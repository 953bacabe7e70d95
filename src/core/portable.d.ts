/**
 * The AssemblyScript number types that the head uses, as tsc sees them. Every value is a JavaScript number; the
 * head keeps i32 values within 32 bits itself, so that both compilers compute the same.
 */
type i32 = number;
type f64 = number;
type bool = boolean;

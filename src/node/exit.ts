import { kernel } from "./kernel.ts";

let lookups = 0;

/** Notes that getaddrinfo(3) is at work, which nothing can abort. @returns what to call when it has answered */
export function noteLookup(): () => void {
  lookups += 1;
  return () => {
    lookups -= 1;
  };
}

/**
 * Ends the process. Node's own exit waits for the threads that look names up, so for as long as a silent nameserver makes
 * them wait. Where koffi is missing there is no other.
 */
export function exit(exitCode: number): void {
  if (lookups > 0) kernel()?.exit(exitCode);
  process.exit(exitCode);
}

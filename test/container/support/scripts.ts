/** A shell script that is ready, ignores TERM, and never ends. */
export const ignoringScript = "trap '' TERM; echo ready; while :; do sleep 0.1; done";

/** A shell script that is ready, and at the signal says so and exits with 9. */
export function onSignal(signal: string): string {
  return `trap 'echo got ${signal}; exit 9' ${signal}; echo ready; while :; do sleep 0.1; done`;
}

/**
 * A shell script that makes orphans and waits until PID 1 and itself are the only entries of the process table: an
 * orphan that was not reaped stays in it.
 */
export const orphanScript = `
for i in 1 2 3 4 5 6 7 8; do (sleep 0.2 &); done
while set -- /proc/[0-9]*; [ $# -gt 2 ]; do sleep 0.1; done
echo reaped
exit 0`;

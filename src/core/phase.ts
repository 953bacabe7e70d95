/**
 * The states of the supervision: the phase, and whether the main process lives.
 *
 *   phase       main   meaning                            left by
 *   Starting    no     options are known, nothing runs    begin -> Preparing; paused -> Paused; stop request -> Ended
 *   Preparing   no     the hooks are checked, those       the last one's success, then started -> Running; a failure,
 *                      before the start run               startFailed -> AfterExit; stop request -> Stopping
 *   Paused      no     there is no command, only reaping  stop request -> Ended
 *   Running     lives  no stop was asked for              stop request -> BeforeStop; mainExited -> Running without main
 *   Running     ended  leftovers are looked at, or        noChildren -> AfterExit; leftovers `stop` -> Stopping, `kill`
 *                      waited for (`wait`)                -> Killing, `leave` -> AfterExit; stop request -> BeforeStop
 *   BeforeStop  either the hooks before the stop run      the last one's end or time limit -> Delaying
 *   Delaying    either the delay runs                     deadline -> Draining; the end of the main process -> Stopping
 *   Draining    either connections are waited for         none left, or deadline -> Stopping; main's end -> Stopping
 *   Stopping    either the stop signal was sent: the      deadline: next step, or Killing behind the last;
 *                      grace, then each step's wait       noChildren -> AfterExit
 *   Killing     either SIGKILL went to all that is left   noChildren -> AfterExit; deadline -> AfterExit
 *   AfterExit   no     the hooks after the exit run       the last one's end or time limit -> Ended
 *   Ended       -      Exit was ordered, nothing counts   -
 *
 * A helper is a child too, so where leftovers were waited for, their end during the drain is seen only with the helper's.
 * A part of the stop that has nothing to do is passed over. Only a deadline, the end of a helper (the process of a hook,
 * or the one that watches connections) or of the last process moves a stop on; with --repeat-stop another stop request
 * does too, and only forward. Other events forward signals and change no timer, so a stop takes at most the sum of its
 * parts and KILL_WAIT_MS, and with a budget no longer than that.
 */

/** The phases of the state table above. */
export const enum Phase {
  Starting,
  Preparing,
  Paused,
  Running,
  BeforeStop,
  Delaying,
  Draining,
  Stopping,
  Killing,
  AfterExit,
  Ended,
}

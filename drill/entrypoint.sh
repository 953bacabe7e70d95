#!/bin/sh
# The entrypoint as many images have it: no exec, so that the shell stays PID 1 and keeps the stop signal to itself.
"$@"
echo "the application has ended"

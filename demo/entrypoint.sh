#!/bin/sh
# The kind of script that many images start with. It never replaces itself by the application, so without an init the
# stop signal ends with the script; and a process that it forgets about becomes an orphan.
sh -c 'sleep 0.2 & echo "orphan $!"'
node "$(dirname "$0")/../examples/node-app.js" &
wait

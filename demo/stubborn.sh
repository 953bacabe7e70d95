#!/bin/sh
# An application that ignores the stop signal, and so does its child.
trap '' TERM
echo ready
sleep 60

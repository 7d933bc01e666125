#!/bin/sh
# Ends llmm of the working folder in good order: SIGTERM, then waits until the process is really gone, since it cancels its
# orders first. Never SIGKILL: a killed engine leaves orders to the dead man's switch.
# LLMM_STOP_TIMEOUT: seconds to wait, 120; then exit 5, with the engine still ending.
set -eu
tools=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
. "$tools/process.sh"

pid=$(recorded_pid)
if ! is_running "$pid"; then
  rm -f "$pid_file"
  say "stop: llmm does not run here."
  exit 0
fi
kill -TERM "$pid"
say "stop: waiting for process $pid to cancel its orders and end."
tenths=$((${LLMM_STOP_TIMEOUT:-120} * 10))
while is_running "$pid"; do
  if [ "$tenths" -le 0 ]; then
    say "stop: process $pid is still ending; see $log_file, and ask 'llmm account orders'."
    exit 5
  fi
  sleep 0.1
  tenths=$((tenths - 1))
done
rm -f "$pid_file"
say "stop: process $pid has ended."

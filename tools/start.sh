#!/bin/sh
# Starts llmm in the background, in the working folder: its config.json and .env, llmm.pid and output.log.
#   start.sh [VERB OPTIONS...]      default: run --config config.json
# LLMM_COMMAND names the program; by default the published llmm beside these scripts, or the build of this checkout.
# Refuses a second copy (exit 10). If the engine ends at once, prints why and exits with its code.
set -eu
tools=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
. "$tools/process.sh"

program() {
  if [ -n "${LLMM_COMMAND:-}" ]; then
    printf '%s\n' "$LLMM_COMMAND"
  elif [ -x "$tools/llmm" ]; then
    printf '%s\n' "$tools/llmm"
  else
    printf 'dotnet %s\n' "$tools/../engine/Host/bin/Release/net10.0/llmm.dll"
  fi
}

# Two starts at the same moment: one makes the folder, the other does not.
if ! mkdir "$pid_file.lock" 2>/dev/null; then
  say "start: another start is under way here; if none is, remove $pid_file.lock."
  exit 10
fi
trap 'rmdir "$pid_file.lock"' EXIT

pid=$(recorded_pid)
if is_running "$pid"; then
  say "start: llmm runs already, process $pid; stop it first."
  exit 10
fi

[ $# -gt 0 ] || set -- run --config config.json
command=$(program)
printf '%s start: %s %s\n' "$(date -u '+%Y-%m-%d %H:%M:%S')" "$command" "$*" >>"$log_file"
lines=$(wc -l <"$log_file")
# The program may be two words.
# shellcheck disable=SC2086
nohup $command "$@" >>"$log_file" 2>&1 </dev/null &
pid=$!
printf '%s\n' "$pid" >"$pid_file.new"
mv "$pid_file.new" "$pid_file"

# A wrong key or option shows within the first seconds.
tries=0
while [ "$tries" -lt "${LLMM_START_TENTHS:-30}" ]; do
  if ! is_running "$pid"; then
    code=0
    wait "$pid" || code=$?
    rm -f "$pid_file"
    say "start: llmm ended with exit code $code:"
    tail -n "+$((lines + 1))" "$log_file" | tail -n 20 >&2
    [ "$code" -ne 0 ] || code=1
    exit "$code"
  fi
  sleep 0.1
  tries=$((tries + 1))
done
say "start: llmm runs, process $pid; it writes to $log_file."

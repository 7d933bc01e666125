#!/bin/sh
# Ends llmm of the working folder, waits until it is really gone, starts it again and shows the first lines it writes.
#   restart.sh [VERB OPTIONS...]    default: run --config config.json
set -eu
tools=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
. "$tools/process.sh"

"$tools/stop.sh"
"$tools/start.sh" "$@"
tail -n 20 "$log_file"

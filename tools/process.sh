# What the scripts beside this one share; sourced by them, POSIX sh.
# One engine a working folder: its process id is in llmm.pid, what it says in output.log.

pid_file=${LLMM_PID_FILE:-llmm.pid}
log_file=${LLMM_LOG_FILE:-output.log}

say() { printf '%s\n' "$*" >&2; }

# The process id in the pid file; empty if there is none.
recorded_pid() {
  [ ! -f "$pid_file" ] || sed -n '/^[0-9][0-9]*$/{p;q;}' "$pid_file"
}

# Whether a process is there and has not ended. One that has ended, but whose parent has not asked for its end, is gone.
is_running() {
  [ -n "$1" ] || return 1
  kill -0 "$1" 2>/dev/null || return 1
  [ -r "/proc/$1/stat" ] || return 0
  # The state follows the name, which stands in parentheses and may hold anything.
  case $(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null) in
    Z* | X* | '') return 1 ;;
  esac
}

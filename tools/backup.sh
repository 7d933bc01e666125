#!/bin/sh
# Packs a folder (the working folder) into an archive, without secrets, state and what can be made again: .env files, keys, pnl_state.json,
# account files, data, journals, logs, build output, .git.
#   backup.sh [FOLDER] [ARCHIVE]    default: . ../llmm-backup-DATE-TIME.tar.gz
set -eu
folder=${1:-.}
archive=${2:-../llmm-backup-$(date -u +%Y%m%d-%H%M%S).tar.gz}

if [ -e "$archive" ]; then
  printf 'backup: %s exists already.\n' "$archive" >&2
  exit 1
fi
excluded='\.env(\..*)?|.*\.(pem|key|pfx|log)|pnl_state\.json(\.bad)?|account-.*\.json(\.lock)?|data|out|logs|journal|bin|obj|\.git|node_modules|TestResults|BenchmarkDotNet\.Artifacts|nohup\.out|llmm\.pid(\..*)?|llmm-backup-.*'
temporary=$archive.new
list=$(mktemp)
trap 'rm -f "$list" "$temporary"' EXIT
# A name counts wherever it stands in the path.
(cd -- "$folder" && find . -type f -o -type l) | grep -Ev "/($excluded)(/|\$)" | sort >"$list"
tar -C "$folder" -czf "$temporary" -T "$list"
if tar -tzf "$temporary" | grep -E "/($excluded)(/|\$)" >&2; then
  printf 'backup: the archive would hold what it must not; nothing was kept.\n' >&2
  exit 1
fi
mv "$temporary" "$archive"
printf 'backup: %s, %s files.\n' "$archive" "$(wc -l <"$list" | tr -d ' ')"

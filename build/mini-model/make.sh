#!/usr/bin/env bash
# Makes the models in resources/models: trains the chat model (about 40 minutes of two cores; goes on where it was stopped) and
# writes it, and the embedding model, which needs no training.
#
#   make.sh [--minutes M]     at most so many minutes of training now; 3 is the exit status when there is more to do
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=${SUTAZAI_MINI_MODEL_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/sutazai-mini-model}
minutes=120
[ "${1:-}" != --minutes ] || minutes=$2
mkdir -p "$folder"
if ! cmp -s "$here/requirements.txt" "$folder/installed"; then
  python3 -m venv "$folder/venv"
  "$folder/venv/bin/pip" install --quiet -r "$here/requirements.txt"
  cp "$here/requirements.txt" "$folder/installed"
fi
status=0
PYTHONDONTWRITEBYTECODE=1 "$folder/venv/bin/python" "$here/train.py" --folder "$folder" --minutes "$minutes" || status=$?
[ "$status" -eq 0 ] || [ "$status" -eq 3 ] || exit "$status"
# A model that is not done yet can be tried as well.
for program in export:sutazai-mini embedder:sutazai-mini-embed; do
  PYTHONDONTWRITEBYTECODE=1 "$folder/venv/bin/python" "$here/${program%:*}.py" --folder "$folder" \
    --out "$here/../../resources/models/${program#*:}.gguf"
done
exit "$status"

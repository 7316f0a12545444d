#!/usr/bin/env bash
# The FAISS service's checks and tests, in an environment of its own that is kept outside of the clone and made anew when the
# locked versions change. `run-tests.sh --python` only makes it and prints its interpreter; other arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")"
cache=${XDG_CACHE_HOME:-$HOME/.cache}/sutazai/venvs
key=$(cat requirements-dev.txt <(python3 --version) | sha256sum | cut -c1-16)
venv=$cache/faiss-$key
if [ ! -e "$venv/.done" ]; then
  # Debian splits this off; where it is missing and we are root, it is fetched.
  if ! python3 -c 'import ensurepip' 2>/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get install -qqy --no-install-recommends python3-venv >/dev/null
  fi
  mkdir -p "$cache"
  rm -rf "$venv.new"
  python3 -m venv "$venv.new"
  "$venv.new/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt >&2
  touch "$venv.new/.done"
  rm -rf "$venv"
  mv "$venv.new" "$venv"
fi
if [ "${1:-}" = --python ]; then echo "$venv/bin/python"; exit; fi
python=$venv/bin/python
"$python" -m ruff check -q .
"$python" -m ruff format -q --check .
"$python" -m mypy sutazai_faiss
exec "$python" -m pytest -q "$@"

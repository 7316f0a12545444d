# shellcheck shell=bash disable=SC2034
version=3.13
speed=fast
source="Debian trixie (what the FAISS service's image is built on in tests)"
replaces=python

check_args() { command=(sleep 60); }
check_ready() { in_it python3 --version | has 'Python 3\.13'; }
check_use() { in_it python -c 'import sqlite3, ssl, ctypes, sys; sys.exit(sys.version_info[:2] != (3, 13))' || fail python; }

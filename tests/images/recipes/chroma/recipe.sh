# shellcheck shell=bash disable=SC2034
version=1.5.9
speed=fast
source="PyPI chromadb wheel (the server is its native library)"
replaces=chromadb/chroma

prepare() {
  pip download -q --disable-pip-version-check --no-deps --only-binary :all: --python-version 3.13 --implementation cp --abi abi3 \
    --platform manylinux2014_x86_64 --platform manylinux_2_17_x86_64 -d "$1" "chromadb==$version"
  python3 -m zipfile -e "$1"/chromadb-*.whl "$1/wheel"
  mv "$1/wheel/chromadb_rust_bindings" "$1/bindings"
  rm -rf "$1/wheel" "$1"/*.whl
}
check_args() { args=(-v "$volume:/data" --security-opt no-new-privileges:true); }
check_ready() {
  in_it bash -c 'exec 3<>/dev/tcp/127.0.0.1/8000 && printf "GET /api/v2/heartbeat HTTP/1.0\r\nHost: localhost\r\n\r\n" >&3 && IFS= read -r -t 5 -u 3 l && [[ $l == *" 200"* ]]'
}
check_use() {
  local base id
  base="http://$(address):8000/api/v2/tenants/default_tenant/databases/default_database/collections"
  id=$(curl -fsS -H 'content-type: application/json' -d '{"name":"probe"}' "$base" | sed -E 's/.*"id":"([^"]+)".*/\1/')
  curl -fsS -o /dev/null -H 'content-type: application/json' -d '{"ids":["a","b"],"embeddings":[[1,0],[0,1]],"documents":["x","y"]}' "$base/$id/add" || fail add
  curl -fsS -H 'content-type: application/json' -d '{"query_embeddings":[[0,1]],"n_results":1}' "$base/$id/query" | has '"ids":\[\["b"\]\]' || fail query
  in_it test -e /data/chroma.sqlite3 || fail "no data in /data"
}

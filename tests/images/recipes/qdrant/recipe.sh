# shellcheck shell=bash disable=SC2034
version=1.19
speed=fast
source="stand-in, not Qdrant (its search engine: PyPI qdrant-edge-py 0.8.0)"
replaces=qdrant/qdrant

# The wheels for the image's Python, unpacked. qdrant-client is taken for its models of the REST API alone.
prepare() {
  pip install -q --disable-pip-version-check --root-user-action ignore --no-deps --no-compile --only-binary :all: --python-version 3.13 \
    --implementation cp --abi cp313 --abi abi3 --abi none --platform manylinux_2_28_x86_64 --platform manylinux_2_17_x86_64 \
    --platform manylinux2014_x86_64 --platform any --target "$1/site" qdrant-edge-py==0.8.0 qdrant-client==1.19.1 grpcio==1.85.3 \
    pydantic==2.14.4 pydantic-core==2.50.5 annotated-types==0.8.0 typing-extensions==4.16.0 typing-inspection==0.4.5 pyyaml==6.0.3
  # Only the models: the client itself would want an HTTP client and numpy.
  mv "$1/site/qdrant_client/http/models/models.py" "$1/models.py"
  rm -rf "$1"/site/qdrant_client* "$1/site/bin"
}

check_args() {
  # As the product's secret of this name is made.
  printf 'service:\n  api_key: %s\n  read_only_api_key: %s\n' "$(<"$secrets/pw")" "ro$(<"$secrets/pw")" >"$secrets/local.yaml"
  chmod 644 "$secrets/local.yaml"
  args=(--read-only --cap-drop ALL --security-opt no-new-privileges:true --tmpfs /tmp --memory 1g
    -e QDRANT__TELEMETRY_DISABLED=true -e QDRANT_INIT_FILE_PATH=/tmp/.qdrant-initialized
    -v "$secrets/local.yaml:/qdrant/config/local.yaml:ro" -v "$volume:/qdrant/storage" -v "$volume-2:/qdrant/snapshots")
}
check_ready() {
  in_it bash -c 'exec 3<>/dev/tcp/127.0.0.1/6333 && printf "GET /readyz HTTP/1.0\r\nHost: localhost\r\n\r\n" >&3 && IFS= read -r -t 5 -u 3 l && [[ $l == *" 200"* ]]'
}
check_use() {
  local stand_in=$IMAGES_DIR/../stand-ins/qdrant venv=$BUILD_DIR/qdrant-check seen
  [ "$(in_it id -u)" = 1000 ] || fail "not user 1000"
  [ "$(curl -s -o /dev/null -w '%{http_code}' "http://$(address):6333/collections")" = 401 ] || fail "answers without a key"
  grpc_health || fail "no gRPC health on 6334"
  ! curl -s -o /dev/null "http://$(address):6334/readyz" || fail "6334 answers plain HTTP: swapped?"
  seen=$(docker_on "$ENGINE" exec -i "$container" python3 - <"$stand_in/responses.py") || fail "an answer is not as the published schema has it"
  [ "$seen" -gt 35 ] || fail "only $seen answers looked at"
  if [ ! -e "$venv/ready" ]; then
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install -q --disable-pip-version-check qdrant-client==1.19.1 pyyaml==6.0.3
    touch "$venv/ready"
  fi
  "$venv/bin/python" "$stand_in/compare-local.py" "http://$(address):6333" "$secrets/local.yaml" >/dev/null || fail "not the results of the client's local mode"
}
# The standard health service, by HTTP/2 with prior knowledge; the message is empty, the answer says SERVING (08 01).
grpc_health() {
  printf '\0\0\0\0\0' | curl -sS --http2-prior-knowledge -H 'content-type: application/grpc' -H 'te: trailers' --data-binary @- \
    "http://$(address):6334/grpc.health.v1.Health/Check" | od -An -tx1 | has '00 00 00 00 02 08 01'
}

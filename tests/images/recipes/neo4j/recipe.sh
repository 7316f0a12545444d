# shellcheck shell=bash disable=SC2034
version=5.26.29
speed=slow
source="Maven Central: the Community server's jars and cypher-shell, without Neo4j Browser"
replaces=neo4j

prepare() {
  command -v mvn >/dev/null || { . "$LAB_DIR/lib/install.sh"; apt_system maven; }
  nice mvn -q -B -f "$1/pom.xml" -Dmaven.repo.local="$BUILD_DIR/m2" -Dneo4j.version=$version \
    dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$1/lib"
}
check_args() {
  printf 'neo4j/%s' "$(<"$secrets/pw")" >"$secrets/auth"
  chmod 644 "$secrets/auth"
  args=(--user 7474:7474 --cap-drop ALL --security-opt no-new-privileges:true -v "$volume:/data" -v "$volume-2:/logs"
    -v "$secrets/auth:/run/secrets/neo4j_auth:ro" -e NEO4J_AUTH_FILE=/run/secrets/neo4j_auth --memory 1536m
    -e NEO4J_server_memory_heap_initial__size=256m -e NEO4J_server_memory_heap_max__size=512m
    -e NEO4J_server_memory_pagecache_size=256m -e NEO4J_server_bolt_advertised__address=localhost:10006
    -e NEO4J_dbms_usage__report_enabled=false)
}
check_ready() { in_it wget -q --spider http://localhost:7474; }
check_use() {
  local api pw
  api="http://$(address):7474"
  pw=$(<"$secrets/pw")
  cypher "$pw" "$api" 'CREATE (:Probe {n: 41})-[:SEEN]->(:Probe {n: 1})' | has '"errors":\[\]' || fail create
  cypher "$pw" "$api" 'MATCH (a:Probe)-[:SEEN]->(b) RETURN a.n + b.n' | has '"row":\[42\]' || fail match
  ! cypher wrong-password "$api" 'RETURN 1' | has '"row"' || fail "a wrong password was taken"
  # Its host is the one that was asked; its port must be the published one.
  curl -fsS -H 'accept: application/json' "$api/" | has '"bolt_direct" *: *"bolt://[^"]*:10006"' || fail "settings from the environment"
  in_it sh -c 'cypher-shell -a bolt://localhost:7687 -u neo4j -p "$(cut -d/ -f2 /run/secrets/neo4j_auth)" "MATCH (p:Probe) RETURN count(p)"' |
    has '^2$' || fail cypher-shell
  # The backup of the product: with the server stopped, by the same image on the same volume.
  docker_on "$ENGINE" stop -t 60 "$container" >/dev/null
  docker_on "$ENGINE" run --rm --user 7474:7474 -v "$volume:/data" "$image" \
    sh -c 'mkdir -p /data/dump && neo4j-admin database dump neo4j --to-path=/data/dump >/dev/null && test -s /data/dump/neo4j.dump' || fail dump
}
cypher() { curl -sS -u "neo4j:$1" -H 'content-type: application/json' -d "{\"statements\":[{\"statement\":\"$3\"}]}" "$2/db/neo4j/tx/commit"; }

#!/bin/sh
# Policies of the registry; changes only what is missing. The server advertises 127.0.0.1, as it has no peers: its own entry in
# the consensus stays valid when the container gets another address.
set -eu

policy() { # NAME RULES
  if consul acl policy read -name "$1" >/dev/null 2>&1; then
    echo "$2" | consul acl policy update -name "$1" -rules - >/dev/null
  else
    echo "$2" | consul acl policy create -name "$1" -rules - >/dev/null
  fi
}

# Without a token: figures for Prometheus, nothing about services.
policy metrics 'agent_prefix "" { policy = "read" }'
consul acl token update -accessor-id 00000000-0000-0000-0000-000000000002 -policy-name metrics -description 'without a token' >/dev/null

# Backend, bridge and agents.
policy platform 'service_prefix "" { policy = "write" } node_prefix "" { policy = "read" } agent_prefix "" { policy = "read" }'
token=$(cat /run/secrets/consul_platform_token)
if ! CONSUL_HTTP_TOKEN_FILE=/run/secrets/consul_platform_token consul acl token read -self >/dev/null 2>&1; then
  consul acl token create -secret "$token" -policy-name platform -description platform >/dev/null
fi
echo 'policies are as they should be'

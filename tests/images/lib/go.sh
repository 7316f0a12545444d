# Programs built from Go modules, for servers that no Debian package has.
# shellcheck shell=bash

# go_binary MODULE VERSION PACKAGE OUT [BUILD FLAG...]: a module's zip, built outside the clone; compilers' caches stay there.
# Nested modules are not part of a zip: replacements by a folder are dropped, and the versions that go.mod asks for are used.
go_binary() {
  local module=$1 version=$2 package=$3 out=$4 src old
  shift 4
  command -v go >/dev/null || { . "$LAB_DIR/lib/install.sh"; apt_system golang-go; }
  export GOPATH=$BUILD_DIR/go GOCACHE=$BUILD_DIR/go-cache GOTOOLCHAIN=auto GOFLAGS=-mod=mod CGO_ENABLED=${CGO_ENABLED:-0}
  # Not every nested module that a mirror holds is in its checksum database.
  export GONOSUMDB=$module/*
  src=$(mktemp -d "$BUILD_DIR/src.XXXXXX")
  (cd "$src" && go mod init fetch 2>/dev/null && go mod download -json "$module@$version" >module.json)
  cp -r "$(sed -n 's/.*"Dir": "\(.*\)",/\1/p' "$src/module.json")" "$src/module"
  chmod -R u+w "$src/module"
  (
    cd "$src/module"
    rm -rf vendor
    for old in $(go mod edit -json | sed -n '/"Replace"/,$p' | tr -d '\n\t ' | grep -oE '"Old":\{"Path":"[^"]+"(,"Version":"[^"]+")?\},"New":\{"Path":"\.[^"]*"' | sed -E 's/"Old":\{"Path":"([^"]+)"(,"Version":"([^"]+)")?.*/\1@\3/; s/@$//'); do
      go mod edit -dropreplace="$old"
    done
    nice go build -p 2 -trimpath -o "$out" "$@" "$package"
  )
  rm -rf "$src"
}

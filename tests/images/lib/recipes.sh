# A recipe is a folder: recipe.sh (version, speed, how it is checked, what is prepared outside), Dockerfile, and files.
# shellcheck shell=bash disable=SC2034

recipe_names() { (cd "$IMAGES_DIR/recipes" && printf '%s\n' */recipe.sh) | sed 's,/recipe.sh,,'; }

# names_of SPEED...: those recipes alone.
names_of() {
  local name
  for name in $(recipe_names); do
    load_recipe "$name"
    case " $* " in *" $speed "*) echo "$name" ;; esac
  done
}

# load NAME: sets version, speed, source; check_* and prepare are functions of the recipe.
load_recipe() {
  [ -e "$IMAGES_DIR/recipes/$1/recipe.sh" ] || die "no such image: $1 (one of: $(recipe_names | xargs))"
  unset -f prepare check_args check_ready check_use
  # sources: a folder of the repository, beside the recipe's own, of which the image is made.
  version='' speed='' source='' replaces='' sources=''
  . "$IMAGES_DIR/recipes/$1/recipe.sh"
  [ -n "$version" ] && [ -n "$speed" ] || die "$1/recipe.sh: version and speed are needed"
}

hash_of() { (cd "$IMAGES_DIR" && find "$@" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16); }
base_hash() { hash_of lib/base.sh lib/pkg; }
# What is not the recipe's own must count as well: a new base means new images.
recipe_hash() {
  local own
  # Of recipe.sh only what builds: a changed check or label of the list is no new image.
  own=$({ (cd "$IMAGES_DIR" && find "recipes/$1" -type f ! -name recipe.sh -print0 | sort -z | xargs -0 sha256sum)
    [ -z "$sources" ] || (cd "$IMAGES_DIR/../.." && find "$sources" -type f -print0 | sort -z | xargs -0 sha256sum)
    echo "$version"; declare -f prepare || true; } | sha256sum | cut -c1-16)
  [ ! -e "$IMAGES_DIR/recipes/$1/Dockerfile" ] || ! grep -q "^FROM $BASE" "$IMAGES_DIR/recipes/$1/Dockerfile" ||
    own=$(echo "$own $(base_hash)" | sha256sum | cut -c1-16)
  echo "$own"
}

tag_of() { echo "sutazai-test/$1:$version"; }
tar_of() { echo "$TARS/test-$1-$2-$3.tar"; } # NAME VERSION HASH

# The tarball is written beside and renamed: half a file is never loaded.
save_image() {
  local image=$1 tar=$2
  docker_on "$ENGINE" save -o "$tar.new" "$image"
  mv "$tar.new" "$tar"
  # Older recipes' tarballs of the same image are of no use any more.
  find "$TARS" -maxdepth 1 -name "$(basename "${tar%-*}")-*.tar" ! -name "$(basename "$tar")" -delete
}

# have IMAGE HASH: does the engine hold the image of exactly this recipe?
have() { [ "$(docker_on "$ENGINE" image inspect -f '{{index .Config.Labels "sutazai.recipe"}}' "$1" 2>/dev/null)" = "$2" ]; }

ensure_base() {
  local hash tar
  hash=$(base_hash)
  tar=$(tar_of base-trixie 13 "$hash")
  have "$BASE" "$hash" && return
  if [ -e "$tar" ]; then docker_on "$ENGINE" load -q -i "$tar" >/dev/null; else build_base "$hash" "$tar"; fi
}

# ensure NAME: in the engine already, else from the cache, else built.
ensure() {
  local name=$1 hash image tar
  load_recipe "$name"
  hash=$(recipe_hash "$name")
  image=$(tag_of "$name")
  tar=$(tar_of "$name" "$version" "$hash")
  if [ "$FORCE" = 0 ] && have "$image" "$hash"; then return; fi
  if [ "$FORCE" = 0 ] && [ -e "$tar" ]; then
    say "$image: from the cache"
    docker_on "$ENGINE" load -q -i "$tar" >/dev/null
    return
  fi
  build "$name" "$hash" "$image" "$tar"
}

build() {
  local name=$1 hash=$2 image=$3 tar=$4 context start=$SECONDS real log
  say "$image: building ($speed)"
  ensure_base
  context=$(mktemp -d "$BUILD_DIR/$name.XXXXXX")
  log=$BUILD_DIR/$name.log
  cp -a "$IMAGES_DIR/recipes/$name/." "$context/"
  if declare -F prepare >/dev/null; then (set -euo pipefail; prepare "$context") >"$log" 2>&1 || { tail -20 "$log" >&2; die "$name: log: $log"; }; fi
  # Everything comes from the mirror or the context; --pull would ask a registry for the base.
  docker_on "$ENGINE" build --pull=false --provenance=false --label "sutazai.recipe=$hash" -t "$image" "$context" >>"$log" 2>&1 ||
    { tail -20 "$log" >&2; die "$name: build failed, log: $log"; }
  real=$(real_version "$image")
  [[ $real == "$version" || $real == "$version".* || $real == "$version"-* ]] ||
    die "$name: the packages now carry $real: set the version in $name/recipe.sh (it says $version)"
  # Again for the label alone: every layer is there.
  docker_on "$ENGINE" build --pull=false --provenance=false --label "sutazai.recipe=$hash" \
    --label "org.opencontainers.image.version=$real" -t "$image" "$context" >>"$log" 2>&1
  rm -rf "$context"
  save_image "$image" "$tar"
  echo "$real $((SECONDS - start))s" >"${tar%.tar}.built"
  say "$image: $real, $((SECONDS - start)) s"
}

# Packages note the version inside; what is built from a pinned source says it in the recipe.
real_version() {
  local id out
  id=$(docker_on "$ENGINE" create "$1" none)
  out=$(docker_on "$ENGINE" cp "$id:/etc/image-version" - 2>/dev/null | tar -xO 2>/dev/null || true)
  docker_on "$ENGINE" rm "$id" >/dev/null
  echo "${out:-$version}"
}

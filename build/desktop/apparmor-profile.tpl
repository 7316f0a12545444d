# Ubuntu 24.04 and later let only named programs make the user namespaces that Chromium's sandbox is built of. This names ours
# and confines nothing else: the sandbox is Chromium's own.
abi <abi/4.0>,
include <tunables/global>

profile "${executable}" "/opt/${sanitizedProductName}/${executable}" flags=(unconfined) {
  userns,

  include if exists <local/${executable}>
}

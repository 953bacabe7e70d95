#!/bin/bash
# Installs what the tests use: the container engines, the inits that lissom is compared with, and the tools that cross
# compile, emulate, trace, measure and balance load. Starts no service: the tests run their own dockerd.
set -euo pipefail

engines=(runc containerd docker.io podman conmon golang-github-containers-common uidmap)
inits=(tini dumb-init catatonit)
tools=(haproxy wrk busybox-static gcc libc6-dev gcc-aarch64-linux-gnu qemu-user-static strace valgrind hyperfine gdb)
basics=(bsdutils util-linux iproute2 procps python3 tar)

# Packages ask this file before they start a service; 101 means "must not". It is put back as it was.
policy=/usr/sbin/policy-rc.d
saved=$(mktemp --directory)
restore() {
  rm -f "$policy"
  if [ -e "$saved/policy" ]; then mv "$saved/policy" "$policy"; fi
  rm -rf "$saved"
}
if [ -e "$policy" ]; then mv "$policy" "$saved/policy"; fi
trap restore EXIT
printf '#!/bin/sh\nexit 101\n' >"$policy"
chmod +x "$policy"

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -qq -y --no-install-recommends "${engines[@]}" "${inits[@]}" "${tools[@]}" "${basics[@]}" \
  >"$saved/log" 2>&1 \
  || { tail -n 40 "$saved/log"; exit 1; }

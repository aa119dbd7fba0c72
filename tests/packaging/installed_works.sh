#!/bin/bash
# Installs a build into a folder of its own, and uses it from there as a gateway's author and an operator would.
#   installed_works.sh BUILD_FOLDER C_COMPILER
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cmake --install "$1" --prefix "$folder/installed" >"$folder/log"

# The host finds the plugin of its own installation.
fires=$("$folder/installed/bin/sample-host" next '0 9 * * 1-5' --zone Europe/Lisbon --after 2026-01-01T00:00:00Z --count 1)
grep -q '2026-01-01T09:00:00' <<<"$fires" || {
    echo "the installed sample-host does not know when: $fires" >&2
    exit 1
}

# A gateway finds the headers through pkg-config.
sed "s|^prefix=.*|prefix=$folder/installed|" "$folder/installed/lib/pkgconfig/gateway-scheduler.pc" >"$folder/gateway-scheduler.pc"
flags=$(PKG_CONFIG_PATH=$folder pkg-config --cflags gateway-scheduler)
plugin=$(PKG_CONFIG_PATH=$folder pkg-config --variable=plugin gateway-scheduler)
[[ -f $plugin ]] || { echo "pkg-config names a plugin that is not there: $plugin" >&2; exit 1; }
echo '#include <gateway_scheduler/scheduler.h>
int main(void) { return GS_OK; }' >"$folder/gateway.c"
# shellcheck disable=SC2086 # the flags are words
"$2" -std=c11 -Wall -Wextra -pedantic -Werror $flags -o "$folder/gateway" "$folder/gateway.c"
"$folder/gateway"

#!/bin/bash
# Holds what the shared object shows to the dynamic linker. usage: abi_check.sh CHECK PLUGIN [SANITIZERS]
# CHECK: exports, libraries, hardening, unique or references. SANITIZERS: what the build was sanitized with, or nothing.
# Exit code: 0 it holds, 1 it does not (each fault is printed), 2 usage.
set -euo pipefail

check=${1:?CHECK is missing} plugin=${2:?PLUGIN is missing} sanitizers=${3:-}
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
faults=0

fault() {
    echo "$plugin: $*" >&2
    faults=$((faults + 1))
}

# The lines of a list without comments.
entries() { grep -v '^#' "$here/$1"; }

check_exports() {
    local names
    names=$(nm -D --defined-only "$plugin" | awk '{print $2, $3}')
    if [[ $names != 'T gateway_scheduler_entry' ]]; then
        fault "exports must be exactly 'T gateway_scheduler_entry', but are: ${names//$'\n'/, }"
    fi
}

# The run-time libraries that a sanitized build needs beside its own.
is_sanitizer_library() {
    [[ -n $sanitizers && $1 =~ ^lib(asan|ubsan|tsan)\.so\.[0-9]+$ ]]
}

check_libraries() {
    local needed library optional
    needed=$(readelf -dW "$plugin" | sed -n 's/.*(NEEDED).*\[\(.*\)\].*/\1/p')
    for library in $needed; do
        is_sanitizer_library "$library" && continue
        entries allowed_libraries.txt | awk '{print $1}' | grep -qxF "$library" || fault "needs $library, which is not allowed"
    done
    while read -r library optional; do
        [[ $optional == optional ]] && continue
        grep -qxF "$library" <<<"$needed" || fault "does not need $library, but must (it may not be linked statically)"
    done < <(entries allowed_libraries.txt)
}

check_hardening() {
    local dynamic segments
    dynamic=$(readelf -dW "$plugin")
    segments=$(readelf -lW "$plugin")
    grep -q GNU_RELRO <<<"$segments" || fault 'has no RELRO segment (-z relro)'
    grep -qE '\(FLAGS_1\).*NOW|BIND_NOW' <<<"$dynamic" || fault 'is not bound at load time (-z now)'
    grep -E 'GNU_STACK' <<<"$segments" | grep -q 'RWE' && fault 'wants an executable stack'
    grep -qE '\((RPATH|RUNPATH)\)' <<<"$dynamic" && fault 'has an RPATH or RUNPATH'
    grep -qE '\(TEXTREL\)' <<<"$dynamic" && fault 'has text relocations'
    grep -qE '\(FLAGS_1\).*NODELETE' <<<"$dynamic" && fault 'is marked as never to be unloaded'
    return 0
}

check_unique() {
    local names
    names=$(readelf -sW "$plugin" | awk '$5 == "UNIQUE" {print $8}')
    [[ -z $names ]] || fault "unique symbols keep it loaded for ever (-fno-gnu-unique): ${names//$'\n'/ }"
}

check_references() {
    local referred name reason
    referred=$(nm -D --undefined-only "$plugin" | awk '{print $NF}' | sed 's/@.*//' | sort -u)
    while read -r name reason; do
        grep -qxF "$name" <<<"$referred" && fault "refers to $name: $reason"
    done < <(entries forbidden_symbols.txt)
    return 0
}

case $check in
exports | libraries | hardening | unique | references) "check_$check" ;;
*)
    echo "abi_check.sh: unknown check '$check'" >&2
    exit 2
    ;;
esac
if ((faults > 0)); then
    echo "$check: $faults fault(s)" >&2
    exit 1
fi
echo "$check: holds"

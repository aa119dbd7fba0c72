#!/bin/bash
# Compiles the C example of the contract's README, with every warning an error.
# usage: readme_compiles.sh README INCLUDE_DIR CC
set -euo pipefail

readme=$1 include_dir=$2 cc=$3
# shellcheck disable=SC2016 # the back quotes are those of Markdown
example=$(sed -n '/^```c$/,/^```$/{//!p}' "$readme")
[[ -n $example ]] || {
    echo "$readme has no C example" >&2
    exit 1
}
"$cc" -x c -std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -pedantic -Wconversion -Wshadow -Werror -fsyntax-only \
    -I "$include_dir" - <<<"$example"
echo "the example of $(wc -l <<<"$example") lines compiles"

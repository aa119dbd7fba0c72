#!/bin/bash
# Compiles one header of the contract alone, as C11 and as C++11, 17 and 20, with every warning an error; struct
# padding that the compiler had to add counts as one. usage: headers_alone.sh HEADER INCLUDE_DIR CC CXX
set -euo pipefail

header=$1 include_dir=$2 cc=$3 cxx=$4
flags=(-Wall -Wextra -pedantic -Werror -Wpadded -fsyntax-only -I "$include_dir")
# Twice, for the include guard.
source="#include <gateway_scheduler/$header>
#include <gateway_scheduler/$header>
typedef int translation_unit_is_not_empty;"

compile() {
    local compiler=$1 language=$2 standard=$3
    if ! "$compiler" -x "$language" "-std=$standard" "${flags[@]}" - <<<"$source"; then
        echo "$header does not compile alone as $standard" >&2
        exit 1
    fi
}

compile "$cc" c c11
for standard in c++11 c++17 c++20; do
    compile "$cxx" c++ "$standard"
done
echo "$header compiles alone as c11, c++11, c++17 and c++20"

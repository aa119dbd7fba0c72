/* check.c - counts failed checks and runs named tests one after the other. Thread-safety: as check.h says. */
#include "check.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

static atomic_int failures;

void check_true(int holds, const char *condition, const char *file, int line) {
    if (holds) return;
    fprintf(stderr, "%s:%d: not true: %s\n", file, line, condition);
    atomic_fetch_add(&failures, 1);
}

void check_equal(int64_t actual, int64_t expected, const char *actual_text, const char *expected_text, const char *file,
                 int line) {
    if (actual == expected) return;
    fprintf(stderr, "%s:%d: %s is %lld, expected %s, which is %lld\n", file, line, actual_text, (long long)actual,
            expected_text, (long long)expected);
    atomic_fetch_add(&failures, 1);
}

void check_text(const char *actual, const char *expected, const char *actual_text, const char *file, int line) {
    if (strcmp(actual, expected) == 0) return;
    fprintf(stderr, "%s:%d: %s is '%s', expected '%s'\n", file, line, actual_text, actual, expected);
    atomic_fetch_add(&failures, 1);
}

int check_run(const check_test *tests, size_t count) {
    int failed = 0;
    for (size_t i = 0; i < count; i++) {
        const int before = atomic_load(&failures);
        tests[i].run();
        const int is_failed = atomic_load(&failures) != before;
        fprintf(stderr, "%s: %s\n", is_failed ? "FAILED" : "ok", tests[i].name);
        failed += is_failed;
    }
    return failed;
}

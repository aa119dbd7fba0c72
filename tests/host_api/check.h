/* check.h - the smallest test frame in plain C: a check that fails is printed and counted, and the test goes on.
 *
 * Thread-safety: checks may be made on any thread.
 */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#include <stddef.h>
#include <stdint.h>

#define CHECK(condition) check_true((condition) ? 1 : 0, #condition, __FILE__, __LINE__)
#define CHECK_EQUAL(actual, expected)                                                                                  \
    check_equal((int64_t)(actual), (int64_t)(expected), #actual, #expected, __FILE__, __LINE__)
#define CHECK_TEXT(actual, expected) check_text(actual, expected, #actual, __FILE__, __LINE__)

void check_true(int holds, const char *condition, const char *file, int line);
void check_equal(int64_t actual, int64_t expected, const char *actual_text, const char *expected_text, const char *file,
                 int line);

/* Are the two NUL-terminated texts the same? */
void check_text(const char *actual, const char *expected, const char *actual_text, const char *file, int line);

/* One named test of a program. */
typedef struct check_test {
    const char *name;
    void (*run)(void);
} check_test;

/* Runs each, says which failed, and returns how many did. */
int check_run(const check_test *tests, size_t count);

#endif

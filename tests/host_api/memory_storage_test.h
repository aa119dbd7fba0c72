/* memory_storage_test.h - the tests of the store in memory, by topic. Thread-safety: one thread. */
#ifndef TESTS_MEMORY_STORAGE_TEST_H
#define TESTS_MEMORY_STORAGE_TEST_H

int test_replicas(void);
int test_jobs(void);
int test_claims(void);
int test_runs(void);
int test_late_results(void);
int test_history(void);

#endif

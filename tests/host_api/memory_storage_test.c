/* memory_storage_test.c - runs the tests of the store in memory: each names what it holds. Exit code 1 if one failed.
 */
#include "memory_storage_test.h"

int main(void) {
    return test_replicas() + test_jobs() + test_claims() + test_runs() + test_late_results() + test_history() == 0 ? 0
                                                                                                                   : 1;
}

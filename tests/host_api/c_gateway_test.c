/* c_gateway_test.c - runs the tests of the gateway in plain C. usage: c_gateway_test PLUGIN [TEST] */
#include <gateway_scheduler/layout.h>

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "gateway.h"
#include "gateway_test.h"

#define TEST(function)                                                                                                 \
    { #function, function }

static const check_test tests[] = {
    TEST(entry_refuses_a_foreign_abi),
    TEST(create_refuses_bad_options),
    TEST(validate_names_what_is_wrong),
    TEST(preview_needs_no_hooks),
    TEST(jobs_fire_and_are_told_of),
    TEST(the_schedulers_own_jobs_can_only_be_paused),
    TEST(a_paused_job_does_not_fire),
    TEST(run_now_stands_beside_the_schedule),
    TEST(a_removed_job_leaves_its_history),
    TEST(an_upsert_says_what_it_did),
    TEST(a_canceled_run_ends_and_says_so),
    TEST(a_failed_attempt_is_retried),
    TEST(what_the_executor_refuses_is_on_record),
    TEST(a_completion_counts_once),
    TEST(stop_drains),
    TEST(stop_cancels),
    TEST(stop_hands_over),
    TEST(start_and_stop_are_idempotent),
    TEST(a_storage_hook_may_not_call_back),
    TEST(a_hook_that_hangs_forbids_unloading),
    TEST(a_store_that_comes_late_is_waited_for),
    TEST(a_store_that_refuses_ends_the_start),
};

int main(int argc, char **argv) {
    const size_t count = sizeof(tests) / sizeof(tests[0]);
    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: c_gateway_test PLUGIN [TEST]\n");
        return 2;
    }
    plugin_path = argv[1];
    if (argc == 2) return check_run(tests, count) == 0 ? 0 : 1;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(tests[i].name, argv[2]) == 0) return check_run(&tests[i], 1);
    }
    fprintf(stderr, "no such test: %s\n", argv[2]);
    return 2;
}

/* gateway_test.h - the tests of the gateway in plain C; each runs in a process of its own. Thread-safety: one thread.
 */
#ifndef TESTS_GATEWAY_TEST_H
#define TESTS_GATEWAY_TEST_H

/* gateway_entry_test.c */
void entry_refuses_a_foreign_abi(void);
void create_refuses_bad_options(void);
void validate_names_what_is_wrong(void);
void preview_needs_no_hooks(void);
/* gateway_jobs_test.c */
void jobs_fire_and_are_told_of(void);
void the_schedulers_own_jobs_can_only_be_paused(void);
void a_paused_job_does_not_fire(void);
void run_now_stands_beside_the_schedule(void);
void a_removed_job_leaves_its_history(void);
void an_upsert_says_what_it_did(void);
/* gateway_runs_test.c */
void a_canceled_run_ends_and_says_so(void);
void a_failed_attempt_is_retried(void);
void what_the_executor_refuses_is_on_record(void);
void a_completion_counts_once(void);
/* gateway_stop_test.c */
void stop_drains(void);
void stop_cancels(void);
void stop_hands_over(void);
void start_and_stop_are_idempotent(void);
/* gateway_hooks_test.c */
void a_storage_hook_may_not_call_back(void);
void a_hook_that_hangs_forbids_unloading(void);
void a_store_that_comes_late_is_waited_for(void);
void a_store_that_refuses_ends_the_start(void);

#endif

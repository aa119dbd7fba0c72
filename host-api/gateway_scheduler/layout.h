/* layout.h - the sizes, offsets and function types of the contract, held by the compiler.
 *
 * History
 *   0.1  first shape.
 *
 * Include it in one file of either side, as C11 or as C++11 and later: it declares nothing and costs nothing. What it
 * asserts is what a released binary relies on, so a line here never changes; a release that grows a struct adds a
 * GS_..._SIZE constant and the new fields. A reader that wants to know whether a writer has a field compares the
 * writer's struct_size with the constant of the release that brought it. There is no implicit padding anywhere.
 */
#ifndef GATEWAY_SCHEDULER_LAYOUT_H
#define GATEWAY_SCHEDULER_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

#include "abi.h"
#include "executor.h"
#include "host.h"
#include "job.h"
#include "jobs_changed.h"
#include "notifier.h"
#include "run.h"
#include "scheduler.h"
#include "storage.h"
#include "storage_item.h"

#ifdef __cplusplus
#define GS_LAYOUT_ASSERT(condition, text) static_assert(condition, text)
#else
#define GS_LAYOUT_ASSERT(condition, text) _Static_assert(condition, text)
#endif

/* The size of each growing struct in each release. Not asserted off LP64. */
#define GS_ERROR_SIZE_0_1 UINT32_C(512)
#define GS_JOB_SIZE_0_1 UINT32_C(296)
#define GS_JOB_ROW_SIZE_0_1 UINT32_C(176)
#define GS_RUN_SIZE_0_1 UINT32_C(232)
#define GS_RECORD_SIZE_0_1 UINT32_C(160)
#define GS_REPLICA_SIZE_0_1 UINT32_C(104)
#define GS_CALENDAR_SIZE_0_1 UINT32_C(40)
#define GS_JOIN_SIZE_0_1 UINT32_C(56)
#define GS_RETIRE_SIZE_0_1 UINT32_C(32)
#define GS_JOBS_PAGE_SIZE_0_1 UINT32_C(40)
#define GS_DUE_PAGE_SIZE_0_1 UINT32_C(40)
#define GS_WAKE_PAGE_SIZE_0_1 UINT32_C(40)
#define GS_RUNS_PAGE_SIZE_0_1 UINT32_C(104)
#define GS_RECORDS_PAGE_SIZE_0_1 UINT32_C(56)
#define GS_PUT_JOB_SIZE_0_1 UINT32_C(32)
#define GS_REMOVE_JOB_SIZE_0_1 UINT32_C(40)
#define GS_DISABLE_JOB_SIZE_0_1 UINT32_C(56)
#define GS_CLAIM_SIZE_0_1 UINT32_C(136)
#define GS_PASS_SIZE_0_1 UINT32_C(80)
#define GS_BEGIN_SIZE_0_1 UINT32_C(32)
#define GS_UPDATE_SIZE_0_1 UINT32_C(120)
#define GS_ASK_CANCEL_SIZE_0_1 UINT32_C(24)
#define GS_PURGED_SIZE_0_1 UINT32_C(320)
#define GS_PURGE_SIZE_0_1 UINT32_C(56)
#define GS_ITEM_RESULT_SIZE_0_1 UINT32_C(112)
#define GS_ANSWER_SIZE_0_1 UINT32_C(80)
#define GS_CALLER_SIZE_0_1 UINT32_C(40)
#define GS_STORAGE_SIZE_0_1 UINT32_C(184)
#define GS_COMPLETION_SIZE_0_1 UINT32_C(48)
#define GS_START_SIZE_0_1 UINT32_C(72)
#define GS_EXECUTOR_SIZE_0_1 UINT32_C(64)
#define GS_NOTICE_SIZE_0_1 UINT32_C(88)
#define GS_NOTIFIER_SIZE_0_1 UINT32_C(24)
#define GS_CLOCK_SIZE_0_1 UINT32_C(32)
#define GS_LOG_SIZE_0_1 UINT32_C(24)
#define GS_METRICS_SIZE_0_1 UINT32_C(24)
#define GS_HOST_SIZE_0_1 UINT32_C(56)
#define GS_OPTIONS_SIZE_0_1 UINT32_C(152)
#define GS_CHANGE_SIZE_0_1 UINT32_C(32)
#define GS_PREVIEW_SIZE_0_1 UINT32_C(104)
#define GS_FIRE_SIZE_0_1 UINT32_C(24)
#define GS_EXPLANATION_SIZE_0_1 UINT32_C(48)
#define GS_JOB_EXPLANATION_SIZE_0_1 UINT32_C(80)
#define GS_HEALTH_SIZE_0_1 UINT32_C(600)
#define GS_STATS_SIZE_0_1 UINT32_C(152)
#define GS_SCHEDULER_API_SIZE_0_1 UINT32_C(184)
#define GS_JOBS_CHANGED_SIZE_1 UINT32_C(16)

#if UINTPTR_MAX == UINT64_MAX /* LP64 */

#define GS_LAYOUT_SIZE(type, bytes) GS_LAYOUT_ASSERT(sizeof(type) == (bytes), #type " has changed its size")

/* The fields of a type with their offsets, up to four pairs. */
#define GS_LAYOUT_1(type, field, offset)                                                                               \
    GS_LAYOUT_ASSERT(offsetof(type, field) == (offset), #type "." #field " has moved")
#define GS_LAYOUT_2(type, field, offset, ...)                                                                          \
    GS_LAYOUT_1(type, field, offset);                                                                                  \
    GS_LAYOUT_1(type, __VA_ARGS__)
#define GS_LAYOUT_3(type, field, offset, ...)                                                                          \
    GS_LAYOUT_1(type, field, offset);                                                                                  \
    GS_LAYOUT_2(type, __VA_ARGS__)
#define GS_LAYOUT_4(type, field, offset, ...)                                                                          \
    GS_LAYOUT_1(type, field, offset);                                                                                  \
    GS_LAYOUT_3(type, __VA_ARGS__)

/* abi.h */
GS_LAYOUT_SIZE(gs_string, 16);
GS_LAYOUT_2(gs_string, data, 0, size, 8);
GS_LAYOUT_SIZE(gs_bytes, 16);
GS_LAYOUT_2(gs_bytes, data, 0, size, 8);
GS_LAYOUT_SIZE(gs_id, 16);
GS_LAYOUT_1(gs_id, bytes, 0);
GS_LAYOUT_SIZE(gs_error, GS_ERROR_SIZE_0_1);
GS_LAYOUT_4(gs_error, struct_size, 0, status, 4, position, 8, reserved, 12);
GS_LAYOUT_2(gs_error, field, 16, text, 48);

/* job.h */
GS_LAYOUT_SIZE(gs_label, 32);
GS_LAYOUT_2(gs_label, key, 0, value, 16);
GS_LAYOUT_SIZE(gs_job, GS_JOB_SIZE_0_1);
GS_LAYOUT_4(gs_job, struct_size, 0, dst_gap, 4, id, 8, name, 24);
GS_LAYOUT_4(gs_job, owner, 40, schedule, 56, zone, 72, labels, 88);
GS_LAYOUT_4(gs_job, label_count, 96, dst_overlap, 100, start_at, 104, end_at, 112);
GS_LAYOUT_4(gs_job, max_runs, 120, jitter, 128, overlap, 136, max_active, 140);
GS_LAYOUT_4(gs_job, concurrency_key, 144, catch_up, 160, catch_up_limit, 164, catch_up_window, 168);
GS_LAYOUT_4(gs_job, start_deadline, 176, timeout, 184, stall_timeout, 192, retries, 200);
GS_LAYOUT_4(gs_job, retry_on, 204, retry_delay, 208, retry_max_delay, 216, on_lost, 224);
GS_LAYOUT_4(gs_job, job_class, 228, priority, 232, disable_after_failures, 236, notify_on, 240);
GS_LAYOUT_4(gs_job, paused, 244, pause_reason, 248, delete_when_finished, 264, calendar_count, 268);
GS_LAYOUT_2(gs_job, calendars, 272, payload, 280);
GS_LAYOUT_SIZE(gs_job_row, GS_JOB_ROW_SIZE_0_1);
GS_LAYOUT_4(gs_job_row, struct_size, 0, readable, 4, definition, 8, generation, 16);
GS_LAYOUT_4(gs_job_row, version, 24, revision, 32, next_fire, 40, fire_at, 48);
GS_LAYOUT_4(gs_job_row, cursor, 56, look_at, 64, last_fired_at, 72, fires, 80);
GS_LAYOUT_4(gs_job_row, succeeded, 88, failed, 96, failures_in_row, 104, created_at, 112);
GS_LAYOUT_4(gs_job_row, updated_at, 120, last_outcome, 128, disabled, 132, writer, 136);
GS_LAYOUT_2(gs_job_row, tzdata_version, 152, last_success_at, 168);

/* run.h */
GS_LAYOUT_SIZE(gs_run, GS_RUN_SIZE_0_1);
GS_LAYOUT_4(gs_run, struct_size, 0, trigger, 4, id, 8, job_id, 24);
GS_LAYOUT_4(gs_run, generation, 40, revision, 48, due_at, 56, state, 64);
GS_LAYOUT_4(gs_run, outcome, 68, reason, 72, attempt, 76, epoch, 80);
GS_LAYOUT_4(gs_run, attempt_spent, 88, cancel_requested, 92, announced, 96, output_truncated, 100);
GS_LAYOUT_4(gs_run, owner_instance, 104, owner_incarnation, 120, concurrency_key, 136, wake_at, 152);
GS_LAYOUT_4(gs_run, claimed_at, 160, started_at, 168, finished_at, 176, error, 184);
GS_LAYOUT_4(gs_run, output, 200, merged, 216, late_result, 224, reserved, 228);
GS_LAYOUT_SIZE(gs_record, GS_RECORD_SIZE_0_1);
GS_LAYOUT_4(gs_record, struct_size, 0, kind, 4, id, 8, job_id, 24);
GS_LAYOUT_4(gs_record, generation, 40, first_due, 48, last_due, 56, count, 64);
GS_LAYOUT_4(gs_record, reason, 72, announced, 76, run, 80, wake_at, 96);
GS_LAYOUT_4(gs_record, at, 104, by_instance, 112, by_incarnation, 128, detail, 144);
GS_LAYOUT_SIZE(gs_replica, GS_REPLICA_SIZE_0_1);
GS_LAYOUT_4(gs_replica, struct_size, 0, retired, 4, instance, 8, incarnation, 24);
GS_LAYOUT_4(gs_replica, session, 40, data_directory, 56, beat, 72, joined_at, 80);
GS_LAYOUT_2(gs_replica, last_beat_at, 88, retired_at, 96);
GS_LAYOUT_SIZE(gs_day_range, 16);
GS_LAYOUT_2(gs_day_range, first_day, 0, last_day, 8);
GS_LAYOUT_SIZE(gs_calendar, GS_CALENDAR_SIZE_0_1);
GS_LAYOUT_4(gs_calendar, struct_size, 0, day_range_count, 4, name, 8, version, 24);
GS_LAYOUT_1(gs_calendar, day_ranges, 32);

/* storage_item.h */
GS_LAYOUT_SIZE(gs_join, GS_JOIN_SIZE_0_1);
GS_LAYOUT_4(gs_join, struct_size, 0, reserved, 4, predecessor, 8, session, 24);
GS_LAYOUT_1(gs_join, data_directory, 40);
GS_LAYOUT_SIZE(gs_retire, GS_RETIRE_SIZE_0_1);
GS_LAYOUT_4(gs_retire, struct_size, 0, how, 4, incarnation, 8, beat, 24);
GS_LAYOUT_SIZE(gs_jobs_page, GS_JOBS_PAGE_SIZE_0_1);
GS_LAYOUT_4(gs_jobs_page, struct_size, 0, limit, 4, after, 8, other_than, 24);
GS_LAYOUT_SIZE(gs_due_page, GS_DUE_PAGE_SIZE_0_1);
GS_LAYOUT_4(gs_due_page, struct_size, 0, limit, 4, until, 8, after_look_at, 16);
GS_LAYOUT_1(gs_due_page, after_id, 24);
GS_LAYOUT_SIZE(gs_wake_page, GS_WAKE_PAGE_SIZE_0_1);
GS_LAYOUT_4(gs_wake_page, struct_size, 0, limit, 4, until, 8, after_wake_at, 16);
GS_LAYOUT_1(gs_wake_page, after_id, 24);
GS_LAYOUT_SIZE(gs_runs_page, GS_RUNS_PAGE_SIZE_0_1);
GS_LAYOUT_4(gs_runs_page, struct_size, 0, limit, 4, before, 8, run_id, 24);
GS_LAYOUT_4(gs_runs_page, job_id, 40, concurrency_key, 56, owner_instance, 72, states, 88);
GS_LAYOUT_2(gs_runs_page, reserved, 92, due_at, 96);
GS_LAYOUT_SIZE(gs_records_page, GS_RECORDS_PAGE_SIZE_0_1);
GS_LAYOUT_4(gs_records_page, struct_size, 0, limit, 4, before, 8, job_id, 24);
GS_LAYOUT_3(gs_records_page, covering, 40, events, 48, reserved, 52);
GS_LAYOUT_SIZE(gs_put_job, GS_PUT_JOB_SIZE_0_1);
GS_LAYOUT_4(gs_put_job, struct_size, 0, hold, 4, expected_version, 8, row, 16);
GS_LAYOUT_1(gs_put_job, record, 24);
GS_LAYOUT_SIZE(gs_remove_job, GS_REMOVE_JOB_SIZE_0_1);
GS_LAYOUT_4(gs_remove_job, struct_size, 0, reserved, 4, id, 8, version, 24);
GS_LAYOUT_1(gs_remove_job, record, 32);
GS_LAYOUT_SIZE(gs_disable_job, GS_DISABLE_JOB_SIZE_0_1);
GS_LAYOUT_4(gs_disable_job, struct_size, 0, reserved, 4, id, 8, version, 24);
GS_LAYOUT_2(gs_disable_job, reason, 32, record, 48);
GS_LAYOUT_SIZE(gs_claim, GS_CLAIM_SIZE_0_1);
GS_LAYOUT_4(gs_claim, struct_size, 0, trigger, 4, job_id, 8, generation, 24);
GS_LAYOUT_4(gs_claim, version, 32, revision, 40, run_id, 48, due_at, 64);
GS_LAYOUT_4(gs_claim, next_fire, 72, fire_at, 80, look_at, 88, concurrency_key, 96);
GS_LAYOUT_4(gs_claim, max_active, 112, reserved, 116, record, 120, merged, 128);
GS_LAYOUT_SIZE(gs_pass, GS_PASS_SIZE_0_1);
GS_LAYOUT_4(gs_pass, struct_size, 0, rederive, 4, job_id, 8, version, 24);
GS_LAYOUT_4(gs_pass, next_fire, 32, fire_at, 40, look_at, 48, record, 56);
GS_LAYOUT_1(gs_pass, tzdata_version, 64);
GS_LAYOUT_SIZE(gs_begin, GS_BEGIN_SIZE_0_1);
GS_LAYOUT_4(gs_begin, struct_size, 0, start, 4, run_id, 8, epoch, 24);
GS_LAYOUT_SIZE(gs_update, GS_UPDATE_SIZE_0_1);
GS_LAYOUT_4(gs_update, struct_size, 0, from_states, 4, run_id, 8, epoch, 24);
GS_LAYOUT_4(gs_update, to_state, 32, outcome, 36, reason, 40, announced, 44);
GS_LAYOUT_4(gs_update, wake_at, 48, next_fire, 56, started_at, 64, attempt_spent, 72);
GS_LAYOUT_3(gs_update, output_truncated, 76, error, 80, output, 96);
GS_LAYOUT_2(gs_update, late_result, 112, reserved, 116);
GS_LAYOUT_SIZE(gs_ask_cancel, GS_ASK_CANCEL_SIZE_0_1);
GS_LAYOUT_3(gs_ask_cancel, struct_size, 0, reason, 4, run_id, 8);
GS_LAYOUT_SIZE(gs_purged, GS_PURGED_SIZE_0_1);
GS_LAYOUT_4(gs_purged, struct_size, 0, more, 4, removed, 8, failures, 16);
GS_LAYOUT_4(gs_purged, time, 24, id, 32, stayed, 48, job_id_size, 56);
GS_LAYOUT_2(gs_purged, reserved, 60, job_id, 64);
GS_LAYOUT_SIZE(gs_purge, GS_PURGE_SIZE_0_1);
GS_LAYOUT_4(gs_purge, struct_size, 0, limit, 4, what, 8, reserved, 12);
GS_LAYOUT_4(gs_purge, before, 16, failures_before, 24, keep, 32, keep_failures, 40);
GS_LAYOUT_1(gs_purge, after, 48);

/* storage.h */
GS_LAYOUT_SIZE(gs_item_result, GS_ITEM_RESULT_SIZE_0_1);
GS_LAYOUT_4(gs_item_result, struct_size, 0, outcome, 4, version, 8, epoch, 16);
GS_LAYOUT_4(gs_item_result, attempt, 24, state, 28, run_outcome, 32, claimed_runs, 36);
GS_LAYOUT_4(gs_item_result, running_runs, 40, run_count, 44, runs, 48, job, 56);
GS_LAYOUT_4(gs_item_result, payload, 64, detail, 80, version_before, 96, at, 104);
GS_LAYOUT_SIZE(gs_answer, GS_ANSWER_SIZE_0_1);
GS_LAYOUT_4(gs_answer, struct_size, 0, reserved, 4, context, 8, store_now, 16);
GS_LAYOUT_4(gs_answer, item, 24, job, 32, run, 40, record, 48);
GS_LAYOUT_3(gs_answer, replica, 56, calendar, 64, cancel_requested, 72);
GS_LAYOUT_SIZE(gs_caller, GS_CALLER_SIZE_0_1);
GS_LAYOUT_4(gs_caller, struct_size, 0, reserved, 4, instance, 8, incarnation, 24);
GS_LAYOUT_SIZE(gs_storage, GS_STORAGE_SIZE_0_1);
GS_LAYOUT_4(gs_storage, struct_size, 0, exclusive, 4, context, 8, join, 16);
GS_LAYOUT_4(gs_storage, beat, 24, retire, 32, replicas, 40, get_job, 48);
GS_LAYOUT_4(gs_storage, jobs, 56, due_jobs, 64, wake_runs, 72, runs, 80);
GS_LAYOUT_4(gs_storage, records, 88, calendars, 96, put_job, 104, remove_job, 112);
GS_LAYOUT_4(gs_storage, disable_job, 120, claim, 128, pass, 136, begin, 144);
GS_LAYOUT_4(gs_storage, update, 152, ask_cancel, 160, records_announced, 168, purge, 176);

/* executor.h */
GS_LAYOUT_SIZE(gs_completion, GS_COMPLETION_SIZE_0_1);
GS_LAYOUT_4(gs_completion, struct_size, 0, result, 4, output, 8, output_truncated, 24);
GS_LAYOUT_2(gs_completion, reserved, 28, error, 32);
GS_LAYOUT_SIZE(gs_start, GS_START_SIZE_0_1);
GS_LAYOUT_4(gs_start, struct_size, 0, attempt, 4, run_id, 8, due_at, 24);
GS_LAYOUT_4(gs_start, trigger, 32, units, 36, job, 40, revision, 48);
GS_LAYOUT_2(gs_start, lateness, 56, merged, 64);
GS_LAYOUT_SIZE(gs_executor, GS_EXECUTOR_SIZE_0_1);
GS_LAYOUT_4(gs_executor, struct_size, 0, reserved, 4, context, 8, session, 16);
GS_LAYOUT_4(gs_executor, start, 32, cancel, 40, query, 48, release, 56);

/* notifier.h */
GS_LAYOUT_SIZE(gs_notice, GS_NOTICE_SIZE_0_1);
GS_LAYOUT_4(gs_notice, struct_size, 0, event, 4, id, 8, job_id, 24);
GS_LAYOUT_4(gs_notice, job_name, 40, owner, 56, run, 72, record, 80);
GS_LAYOUT_SIZE(gs_notifier, GS_NOTIFIER_SIZE_0_1);
GS_LAYOUT_4(gs_notifier, struct_size, 0, reserved, 4, context, 8, notify, 16);

/* host.h */
GS_LAYOUT_SIZE(gs_clock, GS_CLOCK_SIZE_0_1);
GS_LAYOUT_4(gs_clock, struct_size, 0, reserved, 4, context, 8, boottime, 16);
GS_LAYOUT_1(gs_clock, realtime, 24);
GS_LAYOUT_SIZE(gs_log, GS_LOG_SIZE_0_1);
GS_LAYOUT_4(gs_log, struct_size, 0, level, 4, context, 8, write, 16);
GS_LAYOUT_SIZE(gs_metrics, GS_METRICS_SIZE_0_1);
GS_LAYOUT_4(gs_metrics, struct_size, 0, reserved, 4, context, 8, record, 16);
GS_LAYOUT_SIZE(gs_host, GS_HOST_SIZE_0_1);
GS_LAYOUT_4(gs_host, struct_size, 0, reserved, 4, storage, 8, executor, 16);
GS_LAYOUT_4(gs_host, notifier, 24, clock, 32, log, 40, metrics, 48);
GS_LAYOUT_SIZE(gs_options, GS_OPTIONS_SIZE_0_1);
GS_LAYOUT_4(gs_options, struct_size, 0, max_concurrent, 4, instance, 8, zone_directory, 24);
GS_LAYOUT_4(gs_options, data_directory, 40, predecessor_dead, 56, horizon_limit, 60, horizon, 64);
GS_LAYOUT_4(gs_options, refresh, 72, lease, 80, cancel_grace, 88, call_timeout, 96);
GS_LAYOUT_4(gs_options, missed_after, 104, catch_up_interval, 112, keep_runs_for, 120, keep_failures_for, 128);
GS_LAYOUT_2(gs_options, keep_runs, 136, keep_failures, 144);

/* scheduler.h */
GS_LAYOUT_SIZE(gs_change, GS_CHANGE_SIZE_0_1);
GS_LAYOUT_4(gs_change, struct_size, 0, what, 4, revision, 8, next_fire_at, 16);
GS_LAYOUT_2(gs_change, running_runs, 24, reserved, 28);
GS_LAYOUT_SIZE(gs_preview, GS_PREVIEW_SIZE_0_1);
GS_LAYOUT_4(gs_preview, struct_size, 0, dst_gap, 4, dst_overlap, 8, count, 12);
GS_LAYOUT_4(gs_preview, schedule, 16, zone, 32, job_id, 48, after, 64);
GS_LAYOUT_4(gs_preview, start_at, 72, end_at, 80, calendars, 88, calendar_count, 96);
GS_LAYOUT_1(gs_preview, reserved, 100);
GS_LAYOUT_SIZE(gs_fire, GS_FIRE_SIZE_0_1);
GS_LAYOUT_4(gs_fire, struct_size, 0, utc_offset, 4, due_at, 8, marks, 16);
GS_LAYOUT_1(gs_fire, reserved, 20);
GS_LAYOUT_SIZE(gs_explanation, GS_EXPLANATION_SIZE_0_1);
GS_LAYOUT_4(gs_explanation, struct_size, 0, why, 4, at, 8, previous_fire, 16);
GS_LAYOUT_2(gs_explanation, next_fire, 24, text, 32);

GS_LAYOUT_SIZE(gs_job_explanation, GS_JOB_EXPLANATION_SIZE_0_1);
GS_LAYOUT_4(gs_job_explanation, struct_size, 0, answer, 4, at, 8, run, 16);
GS_LAYOUT_4(gs_job_explanation, record, 24, down_from, 32, down_until, 40, previous_fire, 48);
GS_LAYOUT_2(gs_job_explanation, next_fire, 56, text, 64);
GS_LAYOUT_SIZE(gs_health, GS_HEALTH_SIZE_0_1);
GS_LAYOUT_4(gs_health, struct_size, 0, healthy, 4, state, 8, claims_held, 12);
GS_LAYOUT_4(gs_health, storage_failing_since, 16, storage_round_trip, 24, loop_age, 32, clock_offset, 40);
GS_LAYOUT_4(gs_health, next_look_at, 48, overdue, 56, jobs_in_memory, 64, runs_in_memory, 68);
GS_LAYOUT_4(gs_health, units_in_use, 72, notices_waiting, 76, backlog, 80, loop_rearms, 84);
GS_LAYOUT_1(gs_health, text, 88);
GS_LAYOUT_SIZE(gs_stats, GS_STATS_SIZE_0_1);
GS_LAYOUT_4(gs_stats, struct_size, 0, reserved, 4, claims, 8, claims_lost, 16);
GS_LAYOUT_4(gs_stats, starts, 24, retries, 32, succeeded, 40, failed, 48);
GS_LAYOUT_4(gs_stats, timed_out, 56, canceled, 64, lost, 72, skipped, 80);
GS_LAYOUT_4(gs_stats, missed, 88, merged, 96, notices, 104, notices_given_up, 112);
GS_LAYOUT_4(gs_stats, storage_calls, 120, storage_failures, 128, stale_completions, 136, expired, 144);
GS_LAYOUT_SIZE(gs_scheduler_api, GS_SCHEDULER_API_SIZE_0_1);
GS_LAYOUT_4(gs_scheduler_api, struct_size, 0, abi_version, 4, plugin_version, 8, job_init, 16);
GS_LAYOUT_4(gs_scheduler_api, create, 24, destroy, 32, start, 40, stop, 48);
GS_LAYOUT_4(gs_scheduler_api, add_or_update, 56, cancel, 64, cancel_run, 72, pause, 80);
GS_LAYOUT_4(gs_scheduler_api, resume, 88, run_now, 96, complete_run, 104, progress, 112);
GS_LAYOUT_4(gs_scheduler_api, preview, 120, explain, 128, explain_job, 136, describe, 144);
GS_LAYOUT_4(gs_scheduler_api, validate, 152, health, 160, stats, 168, extension, 176);
GS_LAYOUT_SIZE(gs_jobs_changed, GS_JOBS_CHANGED_SIZE_1);
GS_LAYOUT_3(gs_jobs_changed, struct_size, 0, reserved, 4, jobs_changed, 8);

#endif /* LP64 */

#include "layout_functions.h"

#endif

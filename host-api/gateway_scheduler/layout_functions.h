/* layout_functions.h - the types of the contract's functions, held by the compiler on every platform. layout.h includes
 * it.
 *
 * History
 *   0.1  first shape.
 */
#ifndef GATEWAY_SCHEDULER_LAYOUT_FUNCTIONS_H
#define GATEWAY_SCHEDULER_LAYOUT_FUNCTIONS_H

#include "executor.h"
#include "host.h"
#include "jobs_changed.h"
#include "notifier.h"
#include "scheduler.h"
#include "storage.h"

#ifdef __cplusplus
#include <type_traits>
#define GS_LAYOUT_FUNCTION(type, field, ...)                                                                           \
    static_assert(std::is_same<decltype(type::field), __VA_ARGS__>::value, #type "." #field " has changed its type")
#else
#define GS_LAYOUT_FUNCTION(type, field, ...)                                                                           \
    _Static_assert(_Generic(((type *)0)->field, __VA_ARGS__: 1, default: 0), #type "." #field " has changed its type")
#endif

GS_LAYOUT_FUNCTION(gs_answer, item, void (*)(void *, uint32_t, const gs_item_result *));
GS_LAYOUT_FUNCTION(gs_answer, job, void (*)(void *, const gs_job_row *));
GS_LAYOUT_FUNCTION(gs_answer, run, void (*)(void *, const gs_run *));
GS_LAYOUT_FUNCTION(gs_answer, record, void (*)(void *, const gs_record *));
GS_LAYOUT_FUNCTION(gs_answer, replica, void (*)(void *, const gs_replica *));
GS_LAYOUT_FUNCTION(gs_answer, calendar, void (*)(void *, const gs_calendar *));
GS_LAYOUT_FUNCTION(gs_answer, cancel_requested, void (*)(void *, const gs_id *));

GS_LAYOUT_FUNCTION(gs_storage, join, int32_t (*)(void *, const gs_caller *, const gs_join *, gs_answer *, gs_error *));
GS_LAYOUT_FUNCTION(gs_storage, beat, int32_t (*)(void *, const gs_caller *, gs_answer *, gs_error *));
GS_LAYOUT_FUNCTION(gs_storage, retire,
                   int32_t (*)(void *, const gs_caller *, const gs_retire *, gs_answer *, gs_error *));
GS_LAYOUT_FUNCTION(gs_storage, replicas, int32_t (*)(void *, const gs_caller *, gs_answer *, gs_error *));
GS_LAYOUT_FUNCTION(gs_storage, get_job,
                   int32_t (*)(void *, const gs_caller *, const gs_string *, gs_answer *, gs_error *));
GS_LAYOUT_FUNCTION(gs_storage, jobs,
                   int32_t (*)(void *, const gs_caller *, const gs_jobs_page *, gs_answer *, gs_error *));
GS_LAYOUT_FUNCTION(gs_storage, due_jobs,
                   int32_t (*)(void *, const gs_caller *, const gs_due_page *, gs_answer *, gs_error *));
GS_LAYOUT_FUNCTION(gs_storage, wake_runs,
                   int32_t (*)(void *, const gs_caller *, const gs_wake_page *, gs_answer *, gs_error *));
GS_LAYOUT_FUNCTION(gs_storage, runs,
                   int32_t (*)(void *, const gs_caller *, const gs_runs_page *, gs_answer *, gs_error *));
GS_LAYOUT_FUNCTION(gs_storage, records,
                   int32_t (*)(void *, const gs_caller *, const gs_records_page *, gs_answer *, gs_error *));
GS_LAYOUT_FUNCTION(gs_storage, calendars, int32_t (*)(void *, const gs_caller *, gs_answer *, gs_error *));
GS_LAYOUT_FUNCTION(gs_storage, put_job,
                   int32_t (*)(void *, const gs_caller *, const gs_put_job *const *, uint32_t, gs_answer *,
                               gs_error *));
GS_LAYOUT_FUNCTION(gs_storage, remove_job,
                   int32_t (*)(void *, const gs_caller *, const gs_remove_job *const *, uint32_t, gs_answer *,
                               gs_error *));
GS_LAYOUT_FUNCTION(gs_storage, disable_job,
                   int32_t (*)(void *, const gs_caller *, const gs_disable_job *const *, uint32_t, gs_answer *,
                               gs_error *));
GS_LAYOUT_FUNCTION(gs_storage, claim,
                   int32_t (*)(void *, const gs_caller *, const gs_claim *const *, uint32_t, gs_answer *, gs_error *));
GS_LAYOUT_FUNCTION(gs_storage, pass,
                   int32_t (*)(void *, const gs_caller *, const gs_pass *const *, uint32_t, gs_answer *, gs_error *));
GS_LAYOUT_FUNCTION(gs_storage, begin,
                   int32_t (*)(void *, const gs_caller *, const gs_begin *const *, uint32_t, gs_answer *, gs_error *));
GS_LAYOUT_FUNCTION(gs_storage, update,
                   int32_t (*)(void *, const gs_caller *, const gs_update *const *, uint32_t, gs_answer *, gs_error *));
GS_LAYOUT_FUNCTION(gs_storage, ask_cancel,
                   int32_t (*)(void *, const gs_caller *, const gs_ask_cancel *const *, uint32_t, gs_answer *,
                               gs_error *));
GS_LAYOUT_FUNCTION(gs_storage, records_announced,
                   int32_t (*)(void *, const gs_caller *, const gs_id *const *, uint32_t, gs_answer *, gs_error *));
GS_LAYOUT_FUNCTION(gs_storage, purge,
                   int32_t (*)(void *, const gs_caller *, const gs_purge *, gs_purged *, gs_answer *, gs_error *));

GS_LAYOUT_FUNCTION(gs_executor, start, int32_t (*)(void *, const gs_start *, gs_error *));
GS_LAYOUT_FUNCTION(gs_executor, cancel, int32_t (*)(void *, const gs_id *, int32_t, int32_t, gs_error *));
GS_LAYOUT_FUNCTION(gs_executor, query,
                   int32_t (*)(void *, const gs_id *, int32_t, int32_t *, gs_ended_fn, void *, gs_error *));
GS_LAYOUT_FUNCTION(gs_executor, release, void (*)(void *, const gs_id *, int32_t));

GS_LAYOUT_FUNCTION(gs_notifier, notify, int32_t (*)(void *, const gs_notice *, gs_error *));

GS_LAYOUT_FUNCTION(gs_clock, boottime, int64_t (*)(void *));
GS_LAYOUT_FUNCTION(gs_clock, realtime, int64_t (*)(void *));

GS_LAYOUT_FUNCTION(gs_log, write, void (*)(void *, int32_t, gs_string));

GS_LAYOUT_FUNCTION(gs_metrics, record, void (*)(void *, int32_t, gs_string, double));

GS_LAYOUT_FUNCTION(gs_scheduler_api, job_init, void (*)(gs_job *));
GS_LAYOUT_FUNCTION(gs_scheduler_api, create,
                   int32_t (*)(const gs_host *, const gs_options *, gs_scheduler **, gs_error *));
GS_LAYOUT_FUNCTION(gs_scheduler_api, destroy, void (*)(gs_scheduler *));
GS_LAYOUT_FUNCTION(gs_scheduler_api, start, int32_t (*)(gs_scheduler *, gs_error *));
GS_LAYOUT_FUNCTION(gs_scheduler_api, stop, int32_t (*)(gs_scheduler *, int64_t, int32_t, gs_error *));
GS_LAYOUT_FUNCTION(gs_scheduler_api, add_or_update,
                   int32_t (*)(gs_scheduler *, const gs_job *, int64_t, gs_change *, gs_error *));
GS_LAYOUT_FUNCTION(gs_scheduler_api, cancel, int32_t (*)(gs_scheduler *, gs_string, gs_change *, gs_error *));
GS_LAYOUT_FUNCTION(gs_scheduler_api, cancel_run, int32_t (*)(gs_scheduler *, const gs_id *, gs_error *));
GS_LAYOUT_FUNCTION(gs_scheduler_api, pause, int32_t (*)(gs_scheduler *, gs_string, gs_string, gs_change *, gs_error *));
GS_LAYOUT_FUNCTION(gs_scheduler_api, resume, int32_t (*)(gs_scheduler *, gs_string, gs_change *, gs_error *));
GS_LAYOUT_FUNCTION(gs_scheduler_api, run_now, int32_t (*)(gs_scheduler *, gs_string, gs_id *, gs_error *));
GS_LAYOUT_FUNCTION(gs_scheduler_api, complete_run,
                   int32_t (*)(gs_scheduler *, const gs_id *, int32_t, const gs_completion *, gs_error *));
GS_LAYOUT_FUNCTION(gs_scheduler_api, progress, int32_t (*)(gs_scheduler *, const gs_id *, int32_t, gs_error *));
GS_LAYOUT_FUNCTION(gs_scheduler_api, preview,
                   int32_t (*)(gs_scheduler *, const gs_preview *, gs_fire_fn, void *, gs_error *));
GS_LAYOUT_FUNCTION(gs_scheduler_api, explain,
                   int32_t (*)(gs_scheduler *, const gs_preview *, gs_string, gs_explanation_fn, void *, gs_error *));
GS_LAYOUT_FUNCTION(gs_scheduler_api, explain_job,
                   int32_t (*)(gs_scheduler *, gs_string, gs_string, gs_job_explanation_fn, void *, gs_error *));
GS_LAYOUT_FUNCTION(gs_scheduler_api, describe,
                   int32_t (*)(gs_scheduler *, const gs_preview *, gs_text_fn, void *, gs_error *));
GS_LAYOUT_FUNCTION(gs_scheduler_api, validate, int32_t (*)(gs_scheduler *, const gs_job *, gs_error *));
GS_LAYOUT_FUNCTION(gs_scheduler_api, health, int32_t (*)(gs_scheduler *, gs_health *));
GS_LAYOUT_FUNCTION(gs_scheduler_api, stats, int32_t (*)(gs_scheduler *, gs_stats *));
GS_LAYOUT_FUNCTION(gs_scheduler_api, extension, const void *(*)(gs_scheduler *, gs_string));
GS_LAYOUT_FUNCTION(gs_jobs_changed, jobs_changed, void (*)(gs_scheduler *, const gs_string *, uint32_t));

#endif

// broken_executors_test.cpp - for each check of the executor there is one that breaks just what it stands for.
#include <cctype>
#include <chrono>
#include <memory>
#include <set>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

#include "../../items.h"
#include "../executor_scene.h"
#include "broken_executor.h"

namespace kit_test {
namespace {

using Names = std::set<std::string>;

struct ExecutorBreak {
    std::string name;
    Names caught; // all checks that fail
    std::string check;
    std::function<void(BrokenExecutor &executor)> apply;
    std::string only = "executor.";
};

bool is(const gs_start &start, std::string_view payload) {
    const gs_bytes bytes = start.job->payload;
    return std::string_view(reinterpret_cast<const char *>(bytes.data), bytes.size) == payload;
}

AttemptName name_of(const gs_start &start) {
    return kit_test::name_of(&start.run_id, start.attempt);
}

gs_start with_payload(const gs_start &start, gs_job &job, const std::string &payload) {
    gs_start copy = start;
    job = *start.job;
    job.payload = conformance::borrow_bytes(payload);
    copy.job = &job;
    return copy;
}

ExecutorBreak completion(std::string name, std::string check, Names caught,
                         std::function<bool(BrokenExecutor &, const AttemptName &, gs_completion &)> change) {
    return {std::move(name), std::move(caught), std::move(check), [change = std::move(change)](BrokenExecutor &broken) {
                broken.complete = [&broken, change](const AttemptName &attempt, gs_completion &completion) {
                    return change(broken, attempt, completion);
                };
            }};
}

ExecutorBreak start(std::string name, std::string check, Names caught,
                    std::function<std::int32_t(BrokenExecutor &, const gs_start &, gs_error *)> change) {
    return {std::move(name), std::move(caught), std::move(check), [change = std::move(change)](BrokenExecutor &broken) {
                broken.start = [&broken, change](const gs_start &item, gs_error *error) {
                    return change(broken, item, error);
                };
            }};
}

ExecutorBreak cancel(std::string name, std::string check, Names caught,
                     std::function<std::int32_t(BrokenExecutor &, const gs_id *, std::int32_t, gs_error *)> change) {
    return {std::move(name), std::move(caught), std::move(check), [change = std::move(change)](BrokenExecutor &broken) {
                broken.cancel = [&broken, change](const gs_id *run, std::int32_t attempt, gs_error *error) {
                    return change(broken, run, attempt, error);
                };
            }};
}

// Changes what query has answered; the good answer is in `state`.
ExecutorBreak query(std::string name, std::string check, Names caught,
                    std::function<std::int32_t(BrokenExecutor &, const AttemptName &, std::int32_t &)> change) {
    return {std::move(name), std::move(caught), std::move(check), [change = std::move(change)](BrokenExecutor &broken) {
                broken.query = [&broken, change](const gs_id *run, std::int32_t attempt, std::int32_t *state,
                                                 gs_ended_fn ended, void *context, gs_error *error) {
                    broken.good_query(run, attempt, state, ended, context, error);
                    return change(broken, kit_test::name_of(run, attempt), *state);
                };
            }};
}

std::vector<ExecutorBreak> breaks_of_table() {
    return {
        {"the table says that it is shorter",
         {"executor.table"},
         "executor.table",
         [](BrokenExecutor &broken) { broken.own_table().struct_size = 8; }},
        {"the session is zero",
         {"executor.session"},
         "executor.session",
         [](BrokenExecutor &broken) { broken.own_table().session = {}; }},
        {"there is no release",
         {"executor.query.pair"},
         "executor.query.pair",
         [](BrokenExecutor &broken) { broken.own_table().release = nullptr; }},
    };
}

std::vector<ExecutorBreak> breaks_of_start() {
    return {
        completion("one attempt is never completed", "executor.start.completes", {"executor.start.completes"},
                   [](BrokenExecutor &broken, const AttemptName &, gs_completion &) {
                       return broken.count("completion") > 1;
                   }),
        completion(
            "what has succeeded is reported as failed", "executor.start.succeeds",
            {"executor.start.succeeds", "executor.start.side_by_side", "executor.query.ended", "executor.cancel.late"},
            [](BrokenExecutor &, const AttemptName &, gs_completion &completion) {
                if (completion.result == GS_RESULT_SUCCEEDED) completion.result = GS_RESULT_FAILED;
                return true;
            }),
        start("what fails is reported as a success", "executor.start.fails", {"executor.start.fails"},
              [](BrokenExecutor &broken, const gs_start &item, gs_error *error) {
                  gs_job job{};
                  static const std::string inside = "inside";
                  if (!is(item, "failing")) return broken.good_start(item, error);
                  const gs_start other = with_payload(item, job, inside);
                  return broken.good_start(other, error);
              }),
        start("a going attempt is accepted again", "executor.start.twice_going", {"executor.start.twice_going"},
              [](BrokenExecutor &broken, const gs_start &item, gs_error *) {
                  const std::int32_t status = broken.good_start(item, nullptr);
                  return status == GS_ALREADY && !broken.has_ended(name_of(item)) ? GS_OK : status;
              }),
        start("an ended attempt is accepted again", "executor.start.twice_ended",
              {"executor.start.twice_ended", "executor.calls.null_error"},
              [](BrokenExecutor &broken, const gs_start &item, gs_error *) {
                  const std::int32_t status = broken.good_start(item, nullptr);
                  return status == GS_ALREADY && broken.has_ended(name_of(item)) ? GS_OK : status;
              }),
        start("attempts are told apart by their run alone", "executor.start.next_attempt",
              {"executor.start.next_attempt"},
              [](BrokenExecutor &broken, const gs_start &item, gs_error *error) {
                  return item.attempt > 1 ? GS_ALREADY + 0 : broken.good_start(item, error);
              }),
        {"every third start in a row is busy",
         {"executor.start.side_by_side"},
         "executor.start.side_by_side",
         [](BrokenExecutor &broken) {
             const auto row = std::make_shared<int>(0);
             broken.release = [row](const gs_id *, std::int32_t) { *row = 0; };
             broken.start = [&broken, row](const gs_start &item, gs_error *error) {
                 return is(item, "thread") && ++*row > 2 ? GS_BUSY + 0 : broken.good_start(item, error);
             };
         }},
        start("attempts that nobody knows are completed", "executor.complete_run.known",
              {"executor.complete_run.known"},
              [](BrokenExecutor &broken, const gs_start &item, gs_error *error) {
                  broken.tell_completion(conformance::numbered_id(7), GS_RESULT_SUCCEEDED);
                  return broken.good_start(item, error);
              }),
        start("attempts that nobody knows show signs of life", "executor.progress.known", {"executor.progress.known"},
              [](BrokenExecutor &broken, const gs_start &item, gs_error *error) {
                  broken.tell_progress(conformance::numbered_id(7));
                  return broken.good_start(item, error);
              }),
    };
}

std::vector<ExecutorBreak> breaks_of_cancel() {
    return {
        cancel("the first cancel of an attempt is not heard", "executor.cancel.ends",
               {"executor.cancel.ends", "executor.cancel.result"},
               [](BrokenExecutor &broken, const gs_id *run, std::int32_t attempt, gs_error *error) {
                   const bool known = broken.count("cancel " + kit_test::name_of(run, attempt).first) > 1;
                   std::int32_t state = 0;
                   broken.good_query(
                       run, attempt, &state, [](void *, const gs_completion *) {}, nullptr, nullptr);
                   return known || state != GS_ATTEMPT_GOING ? broken.good_cancel(run, attempt, error) : GS_OK + 0;
               }),
        completion("a canceled attempt is reported as failed", "executor.cancel.result", {"executor.cancel.result"},
                   [](BrokenExecutor &, const AttemptName &, gs_completion &completion) {
                       if (completion.result == GS_RESULT_CANCELED) completion.result = GS_RESULT_FAILED;
                       return true;
                   }),
        cancel("any attempt can be canceled", "executor.cancel.unknown", {"executor.cancel.unknown"},
               [](BrokenExecutor &broken, const gs_id *run, std::int32_t attempt, gs_error *error) {
                   const std::int32_t status = broken.good_cancel(run, attempt, nullptr);
                   return error == nullptr ? status : GS_OK + 0;
               }),
        {"a late cancel changes how it ended",
         {"executor.cancel.late"},
         "executor.cancel.late",
         [](BrokenExecutor &broken) {
             const auto late = std::make_shared<bool>(false);
             broken.cancel = [&broken, late](const gs_id *run, std::int32_t attempt, gs_error *error) {
                 *late = *late || broken.has_ended(kit_test::name_of(run, attempt));
                 return broken.good_cancel(run, attempt, error);
             };
             broken.query = [&broken, late](const gs_id *run, std::int32_t attempt, std::int32_t *state,
                                            gs_ended_fn ended, void *context, gs_error *error) {
                 if (!*late) return broken.good_query(run, attempt, state, ended, context, error);
                 gs_completion completion{};
                 completion.struct_size = sizeof completion;
                 completion.result = GS_RESULT_CANCELED;
                 ended(context, &completion);
                 *state = GS_ATTEMPT_ENDED;
                 return GS_OK + 0;
             };
         },
         "executor.cancel.late"},
        cancel("a second cancel fails", "executor.cancel.again", {"executor.cancel.again"},
               [](BrokenExecutor &broken, const gs_id *run, std::int32_t attempt, gs_error *error) {
                   const bool again = broken.count("cancel " + kit_test::name_of(run, attempt).first) > 1;
                   return again ? GS_FAILED + 0 : broken.good_cancel(run, attempt, error);
               }),
    };
}

std::vector<ExecutorBreak> breaks_of_query() {
    return {
        query("going attempts are not known", "executor.query.going",
              {"executor.query.going", "executor.release.unknown"},
              [](BrokenExecutor &, const AttemptName &, std::int32_t &state) {
                  if (state == GS_ATTEMPT_GOING) state = GS_ATTEMPT_UNKNOWN;
                  return GS_OK + 0;
              }),
        {"how it ended is told twice",
         {"executor.query.ended", "executor.cancel.late"},
         "executor.query.ended",
         [](BrokenExecutor &broken) {
             broken.query = [&broken](const gs_id *run, std::int32_t attempt, std::int32_t *state, gs_ended_fn ended,
                                      void *context, gs_error *error) {
                 broken.good_query(run, attempt, state, ended, context, error);
                 return broken.good_query(run, attempt, state, ended, context, error);
             };
         }},
        query("an ended attempt is forgotten once it was asked for", "executor.query.until_released",
              {"executor.query.until_released"},
              [](BrokenExecutor &broken, const AttemptName &attempt, std::int32_t &state) {
                  if (broken.count("query " + attempt.first) > 1) state = GS_ATTEMPT_UNKNOWN;
                  return GS_OK + 0;
              }),
        query("attempts that were never started are going", "executor.query.unknown", {"executor.query.unknown"},
              [](BrokenExecutor &, const AttemptName &, std::int32_t &state) {
                  if (state == GS_ATTEMPT_NEVER_STARTED) state = GS_ATTEMPT_GOING;
                  return GS_OK + 0;
              }),
        {"releasing any attempt forgets those that are going",
         {"executor.release.unknown"},
         "executor.release.unknown",
         [](BrokenExecutor &broken) {
             const auto forgotten = std::make_shared<bool>(false);
             broken.start = [&broken, forgotten](const gs_start &item, gs_error *error) {
                 *forgotten = false;
                 return broken.good_start(item, error);
             };
             broken.release = [forgotten](const gs_id *, std::int32_t) { *forgotten = true; };
             broken.query = [&broken, forgotten](const gs_id *run, std::int32_t attempt, std::int32_t *state,
                                                 gs_ended_fn ended, void *context, gs_error *error) {
                 const std::int32_t status = broken.good_query(run, attempt, state, ended, context, error);
                 if (*forgotten && *state == GS_ATTEMPT_GOING) *state = GS_ATTEMPT_UNKNOWN;
                 return status;
             };
         }},
        {"a released attempt is going again",
         {"executor.release.ended"},
         "executor.release.ended",
         [](BrokenExecutor &broken) {
             broken.release = [&broken](const gs_id *run, std::int32_t attempt) {
                 broken.count("released " + kit_test::name_of(run, attempt).first);
             };
             broken.query = [&broken](const gs_id *run, std::int32_t attempt, std::int32_t *state, gs_ended_fn ended,
                                      void *context, gs_error *error) {
                 const std::int32_t status = broken.good_query(run, attempt, state, ended, context, error);
                 if (broken.count("released " + kit_test::name_of(run, attempt).first) > 1) *state = GS_ATTEMPT_GOING;
                 return status;
             };
         },
         "executor.release.ended"},
    };
}

std::vector<ExecutorBreak> breaks_of_calls() {
    return {
        start("a null error is not taken", "executor.calls.null_error", {"executor.calls.null_error"},
              [](BrokenExecutor &broken, const gs_start &item, gs_error *error) {
                  return error == nullptr ? GS_INVALID + 0 : broken.good_start(item, error);
              }),
        {"query takes more than a second",
         {"executor.calls.soon"},
         "executor.calls.soon",
         [](BrokenExecutor &broken) {
             broken.query = [&broken](const gs_id *run, std::int32_t attempt, std::int32_t *state, gs_ended_fn ended,
                                      void *context, gs_error *error) {
                 std::this_thread::sleep_for(std::chrono::milliseconds(1'050)); // that is the fault
                 return broken.good_query(run, attempt, state, ended, context, error);
             };
         },
         "executor.query.going,executor.calls.soon"},
        cancel("cancel answers with no status of the contract", "executor.calls.status",
               {"executor.calls.status", "executor.cancel.unknown", "executor.calls.null_error"},
               [](BrokenExecutor &broken, const gs_id *run, std::int32_t attempt, gs_error *error) {
                   const std::int32_t status = broken.good_cancel(run, attempt, error);
                   return status == GS_NOT_FOUND && !broken.has_ended(kit_test::name_of(run, attempt)) ? 99 : status;
               }),
        start("an error is written with GS_OK", "executor.calls.error", {"executor.calls.error"},
              [](BrokenExecutor &broken, const gs_start &item, gs_error *error) {
                  if (error != nullptr) error->text[0] = '!';
                  return broken.good_start(item, error);
              }),
        query("an exception comes out", "executor.calls.exceptions",
              {"executor.calls.exceptions", "executor.query.unknown"},
              [](BrokenExecutor &, const AttemptName &, std::int32_t &state) -> std::int32_t {
                  if (state == GS_ATTEMPT_NEVER_STARTED) throw std::runtime_error("not caught in the gateway");
                  return GS_OK;
              }),
    };
}

std::vector<ExecutorBreak> all_breaks() {
    std::vector<ExecutorBreak> all;
    for (const auto topic : {breaks_of_table, breaks_of_start, breaks_of_cancel, breaks_of_query, breaks_of_calls}) {
        const auto breaks = topic();
        all.insert(all.end(), breaks.begin(), breaks.end());
    }
    return all;
}

class BrokenExecutors : public testing::TestWithParam<ExecutorBreak> {};

TEST_P(BrokenExecutors, AreCaughtByTheirCheck) {
    MemoryGateway gateway;
    BrokenExecutor executor(gateway);
    GetParam().apply(executor);
    Environment environment = MemoryGateway::payloads();
    environment["ONLY"] = GetParam().only;
    environment["HOOK_DEADLINE"] = "5";
    const Verdict verdict = run_kit(host_of(nullptr, &executor.table()), environment, executor.serve());
    EXPECT_EQ(Names(verdict.failed.begin(), verdict.failed.end()), GetParam().caught) << verdict.complaints();
    EXPECT_TRUE(GetParam().caught.contains(GetParam().check));
}

std::string test_name(const testing::TestParamInfo<ExecutorBreak> &info) {
    std::string name = std::to_string(info.index) + "_";
    for (const char character : info.param.name) name += std::isalnum(character) != 0 ? character : '_';
    return name;
}

INSTANTIATE_TEST_SUITE_P(Break, BrokenExecutors, testing::ValuesIn(all_breaks()), test_name);

TEST(GoodExecutors, MayShowSignsOfLife) {
    MemoryGateway gateway;
    BrokenExecutor executor(gateway);
    executor.start = [&executor](const gs_start &item, gs_error *error) {
        const std::int32_t status = executor.good_start(item, error);
        EXPECT_EQ(executor.tell_progress(item.run_id), GS_OK);
        return status;
    };
    Environment environment = MemoryGateway::payloads();
    environment["ONLY"] = "executor.start.completes,executor.progress";
    const Verdict verdict = run_kit(host_of(nullptr, &executor.table()), environment, executor.serve());
    EXPECT_EQ(verdict.passed, (std::vector<std::string>{"executor.start.completes", "executor.progress.known"}));
}

TEST(BrokenExecutorsTable, HasAnExecutorForEachCheck) {
    Names caught;
    for (const ExecutorBreak &each : all_breaks()) caught.insert(each.check);
    for (const auto &each : conformance::kit::all_executor_checks()) {
        EXPECT_TRUE(caught.contains(each.check.name)) << each.check.name << " was never seen to fail";
    }
}

} // namespace
} // namespace kit_test

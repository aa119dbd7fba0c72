// executor_checks.cpp - the checks of the executor: starting, completing, canceling, and being asked.
#include <algorithm>

#include "executor_scene.h"
#include "expect.h"
#include "text.h"

namespace conformance::kit {

namespace {

void expect_status(std::int32_t actual, std::int32_t expected, const std::string &what) {
    expect(actual == expected, what + ": expected " + status_name(expected) + ", got " + status_name(actual));
}

void expect_result(const Ending &ending, std::int32_t expected, const std::string &what) {
    std::string text = what + ": expected the result " + result_name(expected) + ", got " + result_name(ending.result);
    if (!ending.error.empty()) text += " (" + printable(ending.error) + ")";
    expect(ending.result == expected, text);
}

void expect_state(const Queried &answer, std::int32_t expected, const std::string &what) {
    expect_status(answer.status, GS_OK, "query of " + what);
    expect(answer.state == expected, "query of " + what + ": expected " + attempt_state_name(expected) + ", got " +
                                         attempt_state_name(answer.state));
}

void complete_table(ExecutorScene &scene) {
    const gs_executor &table = *scene.executor().host;
    expect(table.struct_size >= sizeof(gs_executor), "the executor's struct_size is " +
                                                         std::to_string(table.struct_size) + ", expected " +
                                                         std::to_string(sizeof(gs_executor)));
    expect(table.start != nullptr && table.cancel != nullptr, "the executor's table lacks start or cancel");
}

void session(ExecutorScene &scene) {
    expect(!(scene.executor().host->session == no_id), "the executor's session is zero");
}

void pair(ExecutorScene &scene) {
    const gs_executor &table = *scene.executor().host;
    expect((table.query == nullptr) == (table.release == nullptr), "the executor's table has one of query and release");
}

void completes(ExecutorScene &scene) {
    scene.ended(scene.started(scene.quick()));
}

void succeeds(ExecutorScene &scene) {
    expect_result(scene.ended(scene.started(scene.quick())), GS_RESULT_SUCCEEDED, "the attempt that ends well");
}

// Whoever refuses at once says so by the status, whoever finds out later by the result.
void fails(ExecutorScene &scene) {
    const Attempt attempt = scene.start(scene.failing(), scene.new_run());
    if (attempt.status != GS_OK) {
        expect(attempt.status != GS_ALREADY, "a new attempt was answered GS_ALREADY");
        return;
    }
    const Ending ending = scene.ended(attempt);
    expect(ending.result != GS_RESULT_SUCCEEDED && ending.result != GS_RESULT_CANCELED,
           "the attempt that fails has the result " + result_name(ending.result));
}

void second_start_going(ExecutorScene &scene) {
    const Attempt attempt = scene.started(scene.lasting());
    expect_status(scene.start(scene.lasting(), attempt.run).status, GS_ALREADY, "a second start of a going attempt");
    expect_status(scene.start(scene.lasting(), attempt.run).status, GS_ALREADY, "a third one");
}

void second_start_ended(ExecutorScene &scene) {
    const Attempt attempt = scene.started(scene.quick());
    scene.ended(attempt);
    expect_status(scene.start(scene.quick(), attempt.run).status, GS_ALREADY,
                  "a second start of an attempt that has ended and is not released");
}

void next_attempt(ExecutorScene &scene) {
    const Attempt first = scene.started(scene.quick());
    scene.ended(first);
    const Attempt other = scene.start(scene.quick(), first.run, 2);
    expect_status(other.status, GS_OK, "start of the next attempt of the same run");
    scene.ended(other);
}

void side_by_side(ExecutorScene &scene) {
    constexpr int count = 4;
    std::vector<Attempt> attempts;
    attempts.reserve(count);
    for (int i = 0; i < count; ++i) attempts.push_back(scene.started(scene.quick()));
    for (const Attempt &attempt : attempts) {
        expect_result(scene.ended(attempt), GS_RESULT_SUCCEEDED, "one of four attempts side by side");
    }
}

void known_attempts(ExecutorScene &scene) {
    scene.ended(scene.started(scene.quick()));
    expect_equal(scene.executor().book->strangers(), 0, "completions that named an attempt that was never accepted");
}

void progress(ExecutorScene &scene) {
    scene.quick();
    const CompletionBook &book = *scene.executor().book;
    if (book.signs_of_life() == 0) throw Skipped("the executor never called progress, which is optional");
    expect_equal(book.strange_signs_of_life(), 0, "signs of life of an attempt that was never accepted");
}

void cancel_ends(ExecutorScene &scene) {
    const Attempt attempt = scene.started(scene.lasting());
    expect(!scene.executor().book->ending(attempt.key()), "the lasting attempt had ended before it was canceled");
    scene.canceled(attempt);
}

void cancel_result(ExecutorScene &scene) {
    expect_result(scene.canceled(scene.started(scene.lasting())), GS_RESULT_CANCELED, "a canceled attempt");
}

void cancel_unknown(ExecutorScene &scene) {
    scene.quick(); // as all checks that call
    const Attempt nobody{scene.new_run(), 1, GS_OK, ""};
    expect_status(scene.cancel(nobody), GS_NOT_FOUND, "cancel of an attempt that was never started");
}

void cancel_late(ExecutorScene &scene) {
    scene.need_query();
    const Attempt attempt = scene.started(scene.quick());
    const Ending ending = scene.ended(attempt);
    const std::int32_t status = scene.cancel(attempt);
    expect(status == GS_OK || status == GS_NOT_FOUND, "cancel of an ended attempt answered " + status_name(status));
    const Queried answer = scene.query(attempt);
    expect_state(answer, GS_ATTEMPT_ENDED, "an attempt that was canceled after its end");
    expect(answer.endings.size() == 1 && answer.endings[0] == ending, "the cancellation changed how it had ended");
}

void cancel_again(ExecutorScene &scene) {
    const Attempt attempt = scene.started(scene.lasting());
    scene.cancel(attempt);
    const std::int32_t status = scene.cancel(attempt);
    expect(status == GS_OK || status == GS_NOT_FOUND, "a second cancel answered " + status_name(status));
    scene.canceled(attempt);
}

void query_going(ExecutorScene &scene) {
    scene.need_query();
    const Queried answer = scene.query(scene.started(scene.lasting()));
    expect_state(answer, GS_ATTEMPT_GOING, "a going attempt");
    expect(answer.endings.empty(), "`ended` was called for a going attempt");
}

void query_ended(ExecutorScene &scene) {
    scene.need_query();
    const Attempt attempt = scene.started(scene.quick());
    const Ending ending = scene.ended(attempt);
    const Queried answer = scene.query(attempt);
    expect_state(answer, GS_ATTEMPT_ENDED, "an ended attempt");
    expect_equal(static_cast<std::int64_t>(answer.endings.size()), 1, "calls of `ended`");
    expect(answer.endings[0].fault.empty(), answer.endings[0].fault);
    expect_result(answer.endings[0], ending.result, "what query tells of the end");
    expect_equal(answer.endings[0].output, ending.output, "the output that query tells");
    expect_equal(answer.endings[0].error, ending.error, "the error that query tells");
}

void query_until_released(ExecutorScene &scene) {
    scene.need_query();
    const Attempt attempt = scene.started(scene.quick());
    const Attempt other = scene.started(scene.quick());
    scene.ended(attempt);
    scene.ended(other);
    scene.release(other);
    for (int i = 0; i < 3; ++i) expect_state(scene.query(attempt), GS_ATTEMPT_ENDED, "an attempt that is not released");
}

void query_unknown(ExecutorScene &scene) {
    scene.need_query();
    const Attempt attempt = scene.started(scene.quick());
    scene.ended(attempt);
    const auto expect_unknown = [&](const Attempt &asked, const std::string &what) {
        const Queried answer = scene.query(asked);
        expect_status(answer.status, GS_OK, "query of " + what);
        expect(answer.state == GS_ATTEMPT_NEVER_STARTED || answer.state == GS_ATTEMPT_UNKNOWN,
               "query of " + what + ": expected never started or unknown, got " + attempt_state_name(answer.state));
        expect(answer.endings.empty(), "`ended` was called for " + what);
    };
    expect_unknown({scene.new_run(), 1, GS_OK, ""}, "a run that was never started");
    expect_unknown({attempt.run, 2, GS_OK, ""}, "the next attempt of a run, which was never started");
}

void release_unknown(ExecutorScene &scene) {
    scene.need_query();
    const Attempt attempt = scene.started(scene.lasting());
    scene.release({scene.new_run(), 1, GS_OK, ""});
    scene.release({attempt.run, 2, GS_OK, ""});
    expect_state(scene.query(attempt), GS_ATTEMPT_GOING, "a going attempt after others were released");
}

void released(ExecutorScene &scene) {
    scene.need_query();
    const Attempt attempt = scene.started(scene.quick());
    scene.ended(attempt);
    scene.release(attempt);
    scene.release(attempt);
    const Queried answer = scene.query(attempt);
    expect(answer.state != GS_ATTEMPT_GOING, "query of an ended and released attempt: going");
}

void null_error(ExecutorScene &scene) {
    const Attempt attempt = scene.start(scene.quick(), scene.new_run(), 1, false);
    expect_status(attempt.status, GS_OK, "start with a null error");
    scene.ended(attempt);
    expect_status(scene.start(scene.quick(), attempt.run, 1, false).status, GS_ALREADY,
                  "a second start with a null error");
    expect_status(scene.cancel({scene.new_run(), 1, GS_OK, ""}, false), GS_NOT_FOUND,
                  "cancel of no attempt with a null error");
}

void soon(ExecutorScene &scene) {
    scene.quick();
    for (const auto &[hook, fastest] : scene.executor().fastest) {
        expect(fastest <= std::chrono::seconds(1), hook + " has taken more than a second at each call");
    }
}

void nothing_noted(ExecutorScene &scene, const char *check) {
    scene.quick();
    if (const auto fault = scene.executor().watch->fault(check)) throw Broken(*fault);
}
void statuses(ExecutorScene &scene) {
    nothing_noted(scene, "executor.calls.status");
}
void errors(ExecutorScene &scene) {
    nothing_noted(scene, "executor.calls.error");
}
void exceptions(ExecutorScene &scene) {
    nothing_noted(scene, "executor.calls.exceptions");
}

} // namespace

std::vector<ExecutorCheck> all_executor_checks() {
    static constexpr const char *twice = "GS_ALREADY: this {run, attempt} was started before; nothing begins twice.";
    static constexpr const char *assertion = "this executor session is sure that it never began";
    return {
        {{"executor.table", executor_h,
          "GS_NOT_FOUND: no such attempt here. [executor thread | briefly | yes] Required."},
         complete_table},
        {{"executor.session", executor_h,
          "that is with each process unless attempts live elsewhere and can be asked "
          "for. Not zero."},
         session},
        {{"executor.query.pair", contract_readme, "`query` and `release` come together."}, pair},
        {{"executor.start.completes", executor_h, "GS_OK: accepted, a completion will follow."}, completes},
        {{"executor.start.succeeds", executor_h, "the definition as this attempt uses it, payload included"}, succeeds},
        {{"executor.start.fails", executor_h, "How an attempt ended, as the executor saw it."}, fails},
        {{"executor.start.twice_going", executor_h, twice}, second_start_going},
        {{"executor.start.twice_ended", executor_h, twice}, second_start_ended},
        {{"executor.start.next_attempt", executor_h, "Everything is named by {run id, attempt}"}, next_attempt},
        {{"executor.start.side_by_side", executor_h, "A run is started asynchronously"}, side_by_side},
        {{"executor.complete_run.known", contract_readme, "`complete_run` names {run, attempt}."}, known_attempts},
        {{"executor.cancel.ends", contract_readme,
          "`cancel` asks. The attempt ends when it is completed, within `cancel_grace`"},
         cancel_ends},
        {{"executor.cancel.result", executor_h,
          "It ends when it is completed; GS_RESULT_CANCELED says that this call was why."},
         cancel_result},
        {{"executor.cancel.unknown", executor_h, "GS_NOT_FOUND: no such attempt here."}, cancel_unknown},
        {{"executor.cancel.late", contract_readme, "Until released, an ended attempt is answered with how it ended."},
         cancel_late},
        {{"executor.cancel.again", executor_h, "Ask the attempt to end. It ends when it is completed"}, cancel_again},
        {{"executor.query.going", executor_h, "it is going, or its start is still inside"}, query_going},
        {{"executor.query.ended", executor_h, "for `ended` calls `ended` once before it returns."}, query_ended},
        {{"executor.query.until_released", executor_h,
          "it has ended, and is not released yet: `ended` was called with how"},
         query_until_released},
        {{"executor.query.unknown", executor_h, assertion}, query_unknown},
        {{"executor.release.unknown", executor_h, "Unknown attempts are ignored."}, release_unknown},
        {{"executor.release.ended", executor_h,
          "The attempt's end is durable in the store; the executor may forget it."},
         released},
        {{"executor.progress.known", scheduler_h, "A sign of life of a going attempt."}, progress},
        {{"executor.calls.null_error", abi_h, "Null is allowed wherever a gs_error* is taken."}, null_error},
        {{"executor.calls.soon", executor_h, "should return within a second: meanwhile no other run starts."}, soon},
        {{"executor.calls.status", abi_h, "Every function of the contract that returns int32_t returns one of these."},
         statuses},
        {{"executor.calls.error", abi_h, "It is written only when the status is not GS_OK."}, errors},
        {{"executor.calls.exceptions", abi_h,
          "No exception, no longjmp and no thread exit crosses the boundary in either direction."},
         exceptions},
    };
}

} // namespace conformance::kit

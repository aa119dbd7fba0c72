// notifier_checks.cpp - see notifier_checks.h.
#include "notifier_checks.h"

#include <exception>
#include <thread>

#include "expect.h"
#include "text.h"

namespace conformance::kit {

namespace {

void expect_told(std::int32_t status, const std::string &what) {
    expect(status == GS_OK, what + ": expected GS_OK, got " + status_name(status));
}

void complete_table(NotifierScene &scene) {
    expect(scene.host().struct_size >= sizeof(gs_notifier), "the notifier's struct_size is " +
                                                                std::to_string(scene.host().struct_size) +
                                                                ", expected " + std::to_string(sizeof(gs_notifier)));
    expect(scene.host().notify != nullptr, "the notifier's table lacks notify");
}

void runs(NotifierScene &scene) {
    const auto tell = [&](std::int32_t event, std::int32_t outcome) {
        NoticeText text = scene.plain();
        if (outcome == GS_OUTCOME_SUCCEEDED) text.error.clear();
        expect_told(scene.tell_run(event, outcome, text, scene.new_id()),
                    "a notice of a run that " + outcome_name(outcome));
    };
    tell(GS_NOTIFY_COMPLETED, GS_OUTCOME_SUCCEEDED);
    for (const std::int32_t outcome : {GS_OUTCOME_FAILED, GS_OUTCOME_TIMED_OUT, GS_OUTCOME_LOST, GS_OUTCOME_REJECTED}) {
        tell(GS_NOTIFY_FAILED, outcome);
    }
    tell(GS_NOTIFY_CANCELED, GS_OUTCOME_CANCELED);
    tell(GS_NOTIFY_SKIPPED, GS_OUTCOME_SKIPPED);
    tell(GS_NOTIFY_MISSED, GS_OUTCOME_EXPIRED);
}

void records(NotifierScene &scene) {
    const NoticeText text = scene.plain();
    expect_told(scene.tell_record(GS_NOTIFY_SKIPPED, GS_RECORD_SKIPPED, GS_REASON_OVERLAP, text),
                "a notice of skipped instants");
    expect_told(scene.tell_record(GS_NOTIFY_MISSED, GS_RECORD_MISSED, GS_REASON_WINDOW, text),
                "a notice of missed instants");
    expect_told(scene.tell_record(GS_NOTIFY_DISABLED, GS_RECORD_EVENT, GS_REASON_FAILURES, text),
                "a notice of a job that was disabled");
}

void again(NotifierScene &scene) {
    const gs_id id = scene.new_id();
    for (const char *what : {"a notice", "the same notice once more", "and once more"}) {
        expect_told(scene.tell_run(GS_NOTIFY_FAILED, GS_OUTCOME_FAILED, scene.plain(), id), what);
    }
}

void job_gone(NotifierScene &scene) {
    NoticeText text = scene.plain();
    text.job_name.clear();
    text.owner.clear();
    text.error.clear();
    text.output.clear();
    expect_told(scene.tell_run(GS_NOTIFY_COMPLETED, GS_OUTCOME_SUCCEEDED, text, scene.new_id()),
                "a notice of a job that is gone, with empty texts");
}

void large(NotifierScene &scene) {
    NoticeText text = scene.plain();
    text.job_id += std::string(GS_MAX_ID_SIZE - text.job_id.size(), 'i');
    text.job_name = std::string(GS_MAX_NAME_SIZE, 'n');
    text.owner = std::string(GS_MAX_OWNER_SIZE, 'o');
    text.output = std::string(GS_MAX_OUTPUT_SIZE, 'x');
    text.detail = std::string(GS_MAX_REASON_SIZE, 'd');
    expect_told(scene.tell_run(GS_NOTIFY_COMPLETED, GS_OUTCOME_SUCCEEDED, text, scene.new_id()),
                "a notice with every text as long as it may be");
    expect_told(scene.tell_record(GS_NOTIFY_MISSED, GS_RECORD_MISSED, GS_REASON_WINDOW, text),
                "a notice of a record with a detail of 1,024 bytes");
}

void texts(NotifierScene &scene) {
    NoticeText text = scene.plain();
    text.job_name = text.owner = text.error = every_plane() + " '\"\\<&>%s";
    expect_told(scene.tell_run(GS_NOTIFY_FAILED, GS_OUTCOME_FAILED, text, scene.new_id()),
                "a notice with characters of every plane");
}

void bytes(NotifierScene &scene) {
    NoticeText text = scene.plain();
    text.output = every_byte();
    expect_told(scene.tell_run(GS_NOTIFY_COMPLETED, GS_OUTCOME_SUCCEEDED, text, scene.new_id()),
                "a notice with an output of every byte");
}

void other_thread(NotifierScene &scene) {
    std::int32_t status = GS_FAILED;
    std::thread other([&] {
        try {
            status = scene.tell_run(GS_NOTIFY_COMPLETED, GS_OUTCOME_SUCCEEDED, scene.plain(), scene.new_id());
        } catch (const std::exception &) {
            status = GS_FAILED;
        }
    });
    other.join();
    expect_told(status, "a notice from another thread than those before");
}

void null_error(NotifierScene &scene) {
    expect_told(scene.tell_run(GS_NOTIFY_FAILED, GS_OUTCOME_FAILED, scene.plain(), scene.new_id(), false),
                "a notice with a null error");
}

void nothing_noted(NotifierScene &scene, const char *check) {
    if (const auto fault = scene.watch().fault(check)) throw Broken(*fault);
}
void statuses(NotifierScene &scene) {
    nothing_noted(scene, "notifier.calls.status");
}
void errors(NotifierScene &scene) {
    nothing_noted(scene, "notifier.calls.error");
}
void exceptions(NotifierScene &scene) {
    nothing_noted(scene, "notifier.calls.exceptions");
}

} // namespace

std::vector<NotifierCheck> all_notifier_checks() {
    return {
        {{"notifier.table", notifier_h, "[notifier thread, never two at once | may block up to 30 s | yes] Required."},
         complete_table},
        {{"notifier.notify.runs", notifier_h, "GS_OK: told, or taken over durably."}, runs},
        {{"notifier.notify.records", notifier_h, "Exactly one of run and record is not null."}, records},
        {{"notifier.notify.again", notifier_h, "at least once, with an id that stays the same when it is sent again."},
         again},
        {{"notifier.notify.job_gone", notifier_h, "empty when the job is gone"}, job_gone},
        {{"notifier.notify.large", run_h, "as the executor gave it, at most GS_MAX_OUTPUT_SIZE"}, large},
        {{"notifier.notify.texts", abi_h, "Text is UTF-8, {pointer, length}, without a terminating NUL"}, texts},
        {{"notifier.notify.bytes", notifier_h, "the closed run, output included"}, bytes},
        {{"notifier.notify.thread", contract_readme, "Your hooks are called on threads of the scheduler"},
         other_thread},
        {{"notifier.calls.null_error", abi_h, "Null is allowed wherever a gs_error* is taken."}, null_error},
        {{"notifier.calls.status", abi_h, "Every function of the contract that returns int32_t returns one of these."},
         statuses},
        {{"notifier.calls.error", abi_h, "It is written only when the status is not GS_OK."}, errors},
        {{"notifier.calls.exceptions", abi_h,
          "No exception, no longjmp and no thread exit crosses the boundary in either direction."},
         exceptions},
    };
}

} // namespace conformance::kit

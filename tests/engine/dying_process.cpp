#include "dying_process.h"

#include <algorithm>

namespace engine_test {

DyingProcess::DyingProcess() {
    constexpr std::int32_t kRoomForAll = 100;
    bench.config.capacity = kRoomForAll;
    bench.config.executor_answers = true;
    bench.start();
}

StartRun DyingProcess::accept() {
    StartRun run = bench.accept_start();
    ++attempts_[{run.run_id, run.attempt}].begun;
    return run;
}

void DyingProcess::complete(const StartRun &run, Result result) {
    end(run.run_id, run.attempt, Completion{result, "what it said", false, ""});
}

void DyingProcess::end(Id run_id, std::int32_t attempt, Completion completion) {
    attempts_[{run_id, attempt}].end = completion;
    bench.engine->completed(run_id, attempt, std::move(completion), bench.moment());
}

void DyingProcess::die_after(int calls) {
    for (const Announce &notice : bench.notices) told_of.push_back(notice.notice_id);
    bench.notices.clear();
    bench.engine->tick(bench.moment());
    for (int call = 1; call <= calls; ++call) {
        listen();
        if (!call_storage(call < calls)) break;
    }
    bench.monotonic += std::chrono::seconds(1); // a supervisor starts it again
    bench.make();
    bench.engine->start(bench.moment());
}

void DyingProcess::run_for(Duration duration) {
    const Moment end = bench.moment() + duration;
    settle();
    for (auto wake = bench.engine->next_wake(); wake && *wake <= end && !testing::Test::HasFailure();
         wake = bench.engine->next_wake()) {
        bench.monotonic = std::max(bench.monotonic, wake->time_since_epoch());
        settle();
    }
    bench.monotonic = end.time_since_epoch();
}

void DyingProcess::settle() {
    constexpr int kEnough = 10'000; // calls at one moment: more is a loop that never ends
    for (int i = 0; i < kEnough; ++i) {
        listen();
        if (call_storage(true)) continue;
        const auto wake = bench.engine->next_wake();
        if (!wake || *wake > bench.moment()) return;
        bench.engine->tick(bench.moment());
    }
    ADD_FAILURE() << "the engine never comes to rest at this moment";
}

bool DyingProcess::call_storage(bool answered) {
    const simulation::Caller caller{bench.config.instance, bench.engine->incarnation(), bench.config.executor_session,
                                    bench.config.data_directory};
    bench.store.set_now(bench.now());
    if (const auto write = bench.engine->take_write(bench.moment())) {
        StorageAnswer answer = bench.store.write(caller, *write);
        answer.sent = answer.received = bench.moment();
        if (!answered) return true;
        bench.engine->write_came(answer, bench.moment());
        bench.engine->settle_write(bench.moment());
        return true;
    }
    if (const auto read = bench.engine->take_read(bench.moment())) {
        StorageAnswer answer = bench.store.read(caller, *read);
        answer.sent = answer.received = bench.moment();
        if (answered) bench.engine->read_answered(answer, bench.moment());
        return true;
    }
    return false;
}

void DyingProcess::listen() {
    for (auto decisions = bench.engine->take_decisions(); !decisions.empty();
         decisions = bench.engine->take_decisions()) {
        for (const Decision &decision : decisions) note(decision);
    }
}

void DyingProcess::note(const Decision &decision) {
    const Moment now = bench.moment();
    if (const auto *start = std::get_if<StartRun>(&decision)) {
        ++attempts_[{start->run_id, start->attempt}].begun;
        bench.engine->start_answered(start->run_id, start->attempt, StartStatus::accepted, "", now);
    } else if (const auto *cancel = std::get_if<CancelAttempt>(&decision)) {
        end(cancel->run_id, cancel->attempt, Completion{Result::canceled, "", false, ""});
    } else if (const auto *query = std::get_if<QueryAttempt>(&decision)) {
        const auto found = attempts_.find({query->run_id, query->attempt});
        const bool never = found == attempts_.end() || found->second.begun == 0;
        const auto ended = never ? std::nullopt : found->second.end;
        const AttemptState state = never   ? AttemptState::never_started
                                   : ended ? AttemptState::ended
                                           : AttemptState::going;
        bench.engine->query_answered(query->run_id, query->attempt, state, ended, now);
    } else if (const auto *notice = std::get_if<Announce>(&decision)) {
        told_of.push_back(notice->notice_id);
        bench.engine->notice_answered(notice->notice_id, NoticeStatus::told, now);
    }
}

int DyingProcess::begun(Id run_id, std::int32_t attempt) const {
    const auto found = attempts_.find({run_id, attempt});
    return found == attempts_.end() ? 0 : found->second.begun;
}

int DyingProcess::most_begun() const {
    int most = 0;
    for (const auto &[id, attempt] : attempts_) most = std::max(most, attempt.begun);
    return most;
}

} // namespace engine_test

#include "bench.h"

#include <date/date.h>

#include <sstream>
#include <utility>

namespace engine_test {

Instant at(const std::string &text) {
    std::istringstream stream(text);
    Instant instant;
    stream >> date::parse("%FT%T", instant);
    EXPECT_FALSE(stream.fail()) << text;
    return instant;
}

Definition job(const std::string &id, const std::string &schedule) {
    Definition definition;
    definition.id = id;
    definition.schedule = schedule;
    definition.payload = "the prompt";
    return definition;
}

Bench::Bench(Instant start) {
    clock_offset = start.time_since_epoch() - monotonic;
    config.instance = "bench";
    config.executor_session.bytes[0] = 7;
    config.data_directory.bytes[0] = 9;
    config.predecessor_dead = true;
    config.has_notifier = true;
}

void Bench::make() {
    config.seed = ++lives_;
    engine = std::make_unique<Engine>(config, zones);
    taken_write_.reset();
    stopped = false;
    starts.clear();
}

void Bench::start() {
    make();
    engine->start(moment());
    settle();
}

void Bench::start_and_join_only() {
    make();
    engine->start(moment());
    constexpr int kEnough = 10;
    for (int i = 0; i < kEnough && !engine->health().joined; ++i) call_storage();
    ASSERT_TRUE(engine->health().joined);
}

void Bench::stop(StopMode mode, Duration patience) {
    engine->stop(mode, moment() + patience, moment());
    settle();
}

template <class Call>
StorageAnswer Bench::carry_out(const Call &call, Weather weather) {
    ++storage_calls;
    const simulation::Caller caller{config.instance, engine->incarnation(), config.executor_session,
                                    config.data_directory};
    store.set_now(now());
    StorageAnswer answer;
    if (weather == Weather::fine || weather == Weather::lost_after) {
        if constexpr (std::is_same_v<Call, Write>)
            answer = store.write(caller, call);
        else
            answer = store.read(caller, call);
    }
    if (weather != Weather::fine) {
        answer = StorageAnswer{};
        answer.status = weather == Weather::failing ? CallStatus::failed : CallStatus::unavailable;
        answer.error = "the storage said no";
    }
    answer.sent = answer.received = moment();
    return answer;
}

// One call, if there is one to be made.
bool Bench::call_storage() {
    auto write = std::exchange(taken_write_, std::nullopt);
    if (!write) write = engine->take_write(moment());
    if (write) {
        engine->write_came(carry_out(*write, writes), moment());
        taken_write_ = engine->take_write(moment()); // as the loop does: the storage does not wait for the engine
        engine->settle_write(moment());
        return true;
    }
    if (const auto read = engine->take_read(moment())) {
        engine->read_answered(carry_out(*read, reads), moment());
        return true;
    }
    return false;
}

void Bench::settle() {
    constexpr int kEnough = 10'000; // calls at one moment: more is a loop that never ends
    for (int i = 0; i < kEnough; ++i) {
        take_decisions();
        if (stopped) return;
        if (call_storage()) continue;
        if (const auto wake = engine->next_wake(); wake && *wake <= moment()) {
            engine->tick(moment());
        } else {
            return;
        }
    }
    ADD_FAILURE() << "the engine never comes to rest at this moment";
}

void Bench::run_for(Duration duration) {
    const Duration end = monotonic + duration;
    settle();
    for (auto wake = engine->next_wake();
         !stopped && wake && wake->time_since_epoch() <= end && !testing::Test::HasFatalFailure();
         wake = engine->next_wake()) {
        monotonic = std::max(monotonic, wake->time_since_epoch());
        engine->tick(moment());
        ++ticks;
        settle();
        if (testing::Test::HasFailure()) break;
    }
    monotonic = end;
}

void Bench::take_decisions() {
    for (auto decisions = engine->take_decisions(); !decisions.empty(); decisions = engine->take_decisions()) {
        for (Decision &decision : decisions) note(decision);
    }
}

void Bench::note(Decision &decision) {
    if (auto *start = std::get_if<StartRun>(&decision))
        starts.push_back(std::move(*start));
    else if (auto *cancel = std::get_if<CancelAttempt>(&decision))
        cancels.push_back(*cancel);
    else if (auto *release = std::get_if<ReleaseAttempt>(&decision))
        releases.push_back(*release);
    else if (auto *answer = std::get_if<Reply>(&decision))
        replies.push_back(std::move(*answer));
    else if (auto *first = std::get_if<Started>(&decision))
        started.push_back(std::move(*first));
    else if (std::holds_alternative<Stopped>(decision))
        stopped = true;
    else if (auto *query = std::get_if<QueryAttempt>(&decision)) {
        queries.push_back(*query);
        if (!answer_queries) return;
        engine->query_answered(query->run_id, query->attempt, executor_says, executor_ended, moment());
    } else if (auto *notice = std::get_if<Announce>(&decision)) {
        notices.push_back(*notice);
        if (notify_at_once) engine->notice_answered(notice->notice_id, NoticeStatus::told, moment());
    }
}

CommandId Bench::send(CommandRequest request, Duration patience) {
    engine->command(++last_command_, std::move(request), moment() + patience, moment());
    const CommandId id = last_command_;
    settle();
    return id;
}

std::optional<Reply> Bench::reply(CommandId id) const {
    for (const Reply &answer : replies) {
        if (answer.command == id) return answer;
    }
    return std::nullopt;
}

Reply Bench::put(const Definition &definition) {
    const auto answer = reply(send(PutCommand{definition, -1}));
    EXPECT_TRUE(answer.has_value()) << "no reply";
    if (!answer) return {};
    EXPECT_EQ(answer->status, CommandStatus::ok) << answer->text;
    return *answer;
}

StartRun Bench::take_start() {
    EXPECT_FALSE(starts.empty()) << "nothing was to be started";
    if (starts.empty()) return {};
    StartRun run = std::move(starts.front());
    starts.erase(starts.begin());
    return run;
}

void Bench::answer_start(const StartRun &run, StartStatus status) {
    engine->start_answered(run.run_id, run.attempt, status, status == StartStatus::accepted ? "" : "not now", moment());
    settle();
}

void Bench::complete(const StartRun &run, Result result, const std::string &output) {
    Completion completion;
    completion.result = result;
    completion.output = output;
    if (result != Result::succeeded) completion.error = "it went wrong";
    engine->completed(run.run_id, run.attempt, completion, moment());
    settle();
}

void Bench::answer_notice(const Announce &notice, NoticeStatus status) {
    engine->notice_answered(notice.notice_id, status, moment());
    settle();
}

const RunRow &Bench::only_run() const {
    EXPECT_EQ(store.runs().size(), 1U);
    return store.runs().begin()->second;
}

std::vector<RunRow> Bench::runs_of(const std::string &job_id) const {
    std::vector<RunRow> runs;
    for (const auto &[id, run] : store.runs()) {
        if (run.job_id == job_id) runs.push_back(run);
    }
    return runs;
}

std::vector<RecordRow> Bench::records_of(const std::string &job_id) const {
    std::vector<RecordRow> records;
    for (const auto &[id, record] : store.records()) {
        if (record.job_id == job_id) records.push_back(record);
    }
    return records;
}

} // namespace engine_test

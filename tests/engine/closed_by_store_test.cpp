// Runs that the store closes by itself, with another write or at the gate: what is told of them is what is on record.
#include "policy_fixture.h"

#include <functional>

namespace engine_test {
namespace {

// A run of 10:00 that waits for its retry, and what then closes it.
struct WayToClose {
    const char *name;
    std::function<void(Bench &, const StartRun &)> close;
    const char *as;
};

void PrintTo(const WayToClose &way, std::ostream *out) {
    *out << way.name;
}

class ClosedByTheStore : public APolicy, public testing::WithParamInterface<WayToClose> {
  protected:
    static Definition waiting_long() {
        Definition definition = job("a", "0,10 10 * * *");
        definition.retry_delay = definition.retry_max_delay = 6h;
        definition.notify_on = 63;
        return definition;
    }
};

TEST_P(ClosedByTheStore, MustNever_24_IsToldOfAsItIsOnRecord) {
    bench.put(waiting_long());
    bench.run_for(1h);
    const StartRun run = bench.accept_start();
    bench.complete(run, Result::failed_temporarily, "partial output");
    ASSERT_EQ(row(run).state, RunState::waiting);
    bench.run_for(1min);
    GetParam().close(bench, run);
    bench.run_for(10s);
    EXPECT_EQ(told(row(run)), GetParam().as);
    const RunRow on_record = row(run);
    EXPECT_TRUE(on_record.announced);
    const auto notice = std::find_if(bench.notices.begin(), bench.notices.end(),
                                     [&](const Announce &one) { return one.notice_id == run.run_id; });
    ASSERT_NE(notice, bench.notices.end());
    ASSERT_TRUE(notice->run);
    EXPECT_EQ(notice->event, NoticeEvent::canceled);
    EXPECT_EQ(told(*notice->run), GetParam().as);
    EXPECT_EQ(notice->run->finished_at, on_record.finished_at);
    EXPECT_EQ(notice->run->started_at, on_record.started_at);
    EXPECT_EQ(notice->run->claimed_at, on_record.claimed_at);
    EXPECT_EQ(notice->run->attempt, on_record.attempt);
    EXPECT_EQ(notice->run->revision, on_record.revision);
    EXPECT_EQ(notice->run->output, on_record.output);
    EXPECT_EQ(notice->run->error, on_record.error);
    EXPECT_EQ(notice->run->cancel_requested, on_record.cancel_requested);
}

std::string name_of(const testing::TestParamInfo<WayToClose> &way) {
    return way.param.name;
}

INSTANTIATE_TEST_SUITE_P(
    Ways, ClosedByTheStore,
    testing::Values(WayToClose{"Canceled",
                               [](Bench &bench, const StartRun &run) { bench.send(CancelRunCommand{run.run_id}); },
                               "10:00 canceled/requested"},
                    WayToClose{"Paused",
                               [](Bench &bench, const StartRun &) {
                                   bench.send(PauseCommand{"a", ""});
                               },
                               "10:00 canceled/gate"},
                    WayToClose{"Removed", [](Bench &bench, const StartRun &) { bench.send(RemoveCommand{"a"}); },
                               "10:00 canceled/gate"},
                    WayToClose{"Replaced",
                               [](Bench &bench, const StartRun &) {
                                   Definition definition = job("a", "0,10 10 * * *");
                                   definition.overlap = Overlap::replace;
                                   definition.notify_on = 63;
                                   bench.put(definition);
                                   bench.run_for(9min);
                               },
                               "10:00 canceled/replaced"},
                    WayToClose{"CanceledAndTheAnswerIsLost",
                               [](Bench &bench, const StartRun &run) {
                                   bench.writes = Weather::lost_after;
                                   bench.send(CancelRunCommand{run.run_id});
                                   bench.run_for(3s);
                                   bench.writes = Weather::fine;
                               },
                               "10:00 canceled/requested"}),
    name_of);

TEST_F(APolicy, ARunThatTheGateClosesIsToldOfAsItIsOnRecord) {
    Definition definition = job("a", "0 10 * * *");
    definition.notify_on = 63;
    bench.put(definition);
    bench.run_for(1h);
    const StartRun run = bench.take_start();
    bench.run_for(3s);
    bench.send(PauseCommand{"a", ""});
    bench.answer_start(run, StartStatus::too_late);
    bench.run_for(10s);
    EXPECT_EQ(told(row(run)), "10:00 canceled/gate");
    ASSERT_FALSE(bench.notices.empty());
    ASSERT_TRUE(bench.notices.back().run);
    EXPECT_EQ(told(*bench.notices.back().run), "10:00 canceled/gate");
    EXPECT_EQ(bench.notices.back().run->finished_at, row(run).finished_at);
}

} // namespace
} // namespace engine_test

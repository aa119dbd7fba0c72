// What an executor says at a run's end: kept as it was given, and said to be cut where it was.
#include "policy_fixture.h"

namespace engine_test {
namespace {

class AnOutput : public APolicy {
  protected:
    AnOutput() {
        bench.config.executor_answers = true;
        bench.start();
        bench.put(job("a", "0 10 * * *"));
        bench.run_for(1h);
        run = bench.accept_start();
    }

    StartRun run;
    Completion cut{Result::succeeded, "caf\xc3\xa9", true, ""};
};

TEST_F(AnOutput, MustNever_30_ThatWasCutSaysSoOnRecordAndInTheNotice) {
    bench.engine->completed(run.run_id, 1, cut, bench.moment());
    bench.settle();
    EXPECT_EQ(row(run).output, "caf\xc3\xa9");
    EXPECT_TRUE(row(run).output_truncated);
    ASSERT_EQ(bench.notices.size(), 1U);
    EXPECT_EQ(bench.notices[0].run->output, "caf\xc3\xa9");
    EXPECT_TRUE(bench.notices[0].run->output_truncated);
}

TEST_F(AnOutput, MustNever_30_ThatWasCutSaysSoAlsoWhenASuccessorAsksForIt) {
    bench.executor_says = AttemptState::ended;
    bench.executor_ended = cut;
    bench.start();
    EXPECT_EQ(row(run).output, "caf\xc3\xa9");
    EXPECT_TRUE(row(run).output_truncated);
}

TEST_F(AnOutput, OfAnAttemptThatIsRepeatedIsNotTakenForThatOfTheRun) {
    bench.engine->completed(run.run_id, 1, Completion{Result::failed_temporarily, "half", true, "why"}, bench.moment());
    bench.settle();
    bench.run_for(10s);
    bench.complete(bench.accept_start(), Result::succeeded, "whole");
    EXPECT_EQ(row(run).output, "whole");
    EXPECT_FALSE(row(run).output_truncated);
    EXPECT_EQ(row(run).error, "");
}

} // namespace
} // namespace engine_test

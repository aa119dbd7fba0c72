// cut_test.cpp - the connection is cut before each message of a job's life in turn: questions that never arrive,
// answers that are lost, COMMIT's among them. Sent again until it has an answer, every write takes effect once.
#include "storage_fixture.h"

#include <chrono>
#include <string>

#include "cutting_proxy.h"

namespace tests {
namespace {

using conformance::Answer;
using conformance::ClaimItem;
using conformance::PutItem;

class CutTest : public PostgresqlTest {
  protected:
    void SetUp() override {
        std::string url = server_.url();
        const std::string direct = ":" + std::to_string(server_.port()) + "/";
        url.replace(url.find(direct), direct.size(), ":" + std::to_string(proxy_.port()) + "/");
        storage_ = std::make_unique<PostgresqlStorage>(Place{url, schema_});
        ASSERT_EQ(alpha_.join()->outcome(), GS_ITEM_DONE);
    }

    // As the scheduler does it: unchanged, until there is an answer.
    template <class Call>
    Answer until_answered(Call call) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        for (;;) {
            Answer answer = call();
            if (answer->status == GS_OK || std::chrono::steady_clock::now() > end) return answer;
            EXPECT_EQ(answer->status, GS_UNAVAILABLE) << answer->error.text;
        }
    }
    template <class Call>
    void write(Call call) {
        const std::int32_t outcome = until_answered(call)->outcome();
        EXPECT_TRUE(outcome == GS_ITEM_DONE || outcome == GS_ITEM_ALREADY) << outcome;
        already_ += outcome == GS_ITEM_ALREADY ? 1 : 0;
    }

    // It is made, fires once, and succeeds.
    void live(const std::string &id, gs_id run, gs_id writer) {
        PutItem job;
        job.id = id;
        job.payload = "do it";
        job.row.writer = writer;
        job.row.next_fire = job.row.fire_at = job.row.look_at = 1;
        write([&] { return alpha_.put(job); });
        const auto seen = until_answered([&] { return alpha_.get_job(id); });
        const ClaimItem claim(seen->jobs.at(0), run, 1);
        write([&] { return alpha_.claim(claim); });
        write([&] { return alpha_.update(conformance::to_running(run)); });
        write([&] { return alpha_.update(conformance::to_closed(run, GS_OUTCOME_SUCCEEDED)); });
    }

    // Returns how many messages there were.
    int cut_before_each(CuttingProxy::Direction direction) {
        for (int message = 1;; ++message) {
            const std::string id = "job-" + std::to_string(++lives_);
            proxy_.cut_before(direction, message);
            live(id, conformance::numbered_id(1'000 + lives_), conformance::numbered_id(500'000 + lives_));
            const bool cut = proxy_.disarm();
            const auto job = alpha_.get_job(id)->jobs.at(0);
            EXPECT_EQ(job.row.fires, 1) << "cut before message " << message;
            EXPECT_EQ(job.row.succeeded, 1) << "cut before message " << message;
            if (!cut || HasFailure()) return message - 1;
        }
    }

    CuttingProxy proxy_{server_.port()};
    const conformance::Replica alpha_ = replica();
    std::uint64_t lives_ = 0;
    int already_ = 0;
};

TEST_F(CutTest, AnswersThatAreLostAreFoundAgain) {
    EXPECT_GT(cut_before_each(CuttingProxy::Direction::answers), 20);
    EXPECT_GE(already_, 4) << "of each write the answer of its COMMIT was lost at least once";
    EXPECT_EQ(value("SELECT count(*) FROM run WHERE state = 'closed'"), std::to_string(lives_));
}

TEST_F(CutTest, QuestionsThatDoNotArriveAreAskedAgain) {
    EXPECT_GT(cut_before_each(CuttingProxy::Direction::questions), 20);
    EXPECT_EQ(value("SELECT count(*) FROM run WHERE state = 'closed'"), std::to_string(lives_));
}

} // namespace
} // namespace tests

// reentrant_test.cpp - a visitor that calls the table from inside an answer: it is told so and nothing is done, and the
// call that it is inside of goes on as if nothing had been.
#include "storage_test.h"

#include <functional>

namespace conformance {
namespace {

class ReentrantTest : public StorageTest {
  protected:
    ReentrantTest() {
        caller_.struct_size = sizeof caller_;
        caller_.instance = borrow(replica().instance());
        caller_.incarnation = replica().incarnation();
    }

    // An answer whose every visitor calls `inner`.
    gs_answer calling(std::function<void()> inner) {
        inner_ = std::move(inner);
        gs_answer answer{};
        answer.struct_size = sizeof answer;
        answer.context = this;
        answer.item = [](void *test, std::uint32_t, const gs_item_result *) { of(test).inner_(); };
        answer.job = [](void *test, const gs_job_row *) { of(test).inner_(); };
        answer.replica = [](void *test, const gs_replica *) { of(test).inner_(); };
        return answer;
    }
    void expect_refused(const Answer &inner) {
        ++calls_;
        EXPECT_EQ(inner->status, GS_REENTRANT);
        EXPECT_TRUE(inner->items.empty());
        EXPECT_TRUE(inner->jobs.empty());
        EXPECT_TRUE(inner->replicas.empty());
    }

    const gs_storage &table() { return host().table(); }
    gs_caller caller_{};
    gs_error error_{};
    int calls_ = 0;

  private:
    static ReentrantTest &of(void *test) { return *static_cast<ReentrantTest *>(test); }
    std::function<void()> inner_;
};

TEST_P(ReentrantTest, AReadFromInsideAReadIsRefused) {
    put(PutItem());
    gs_answer answer = calling([&] { expect_refused(replica().get_job("job")); });
    const gs_string id{"job", 3};
    EXPECT_EQ(table().get_job(table().context, &caller_, &id, &answer, &error_), GS_OK);
    EXPECT_EQ(calls_, 1);
}

TEST_P(ReentrantTest, AWriteFromInsideAReadIsRefusedAndDoesNothing) {
    put(PutItem());
    PutItem other;
    other.id = "other";
    gs_answer answer = calling([&] {
        expect_refused(replica().put(other));
        expect_refused(replica().beat());
    });
    const gs_string id{"job", 3};
    EXPECT_EQ(table().get_job(table().context, &caller_, &id, &answer, &error_), GS_OK);
    EXPECT_EQ(calls_, 2);
    EXPECT_FALSE(has_job("other"));
    EXPECT_EQ(replica().put(other)->outcome(), GS_ITEM_DONE) << "from outside it is carried out";
}

TEST_P(ReentrantTest, FromInsideAWriteEverythingIsRefusedAndTheWriteIsDone) {
    const std::int64_t beat = replica().replicas()->replicas.at(0).row.beat;
    gs_answer answer = calling([&] {
        expect_refused(replica().beat());
        expect_refused(replica().replicas());
    });
    EXPECT_EQ(table().beat(table().context, &caller_, &answer, &error_), GS_OK);
    EXPECT_EQ(calls_, 2);
    EXPECT_EQ(replica().replicas()->replicas.at(0).row.beat, beat + 1) << "once, by the outer call";
}

CONFORMANCE_SUITE(ReentrantTest);

} // namespace
} // namespace conformance

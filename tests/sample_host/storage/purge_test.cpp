// purge_test.cpp - what the sample host's storage does beside the contract: a notice goes with the run or record that
// it tells of, and a row that somebody has edited beyond reading stays and stops nothing.
#include "storage_fixture.h"

namespace sample_host::sqlite {
namespace {

class PurgeTest : public StorageFixture {
  protected:
    PurgeTest() {
        for (int day = 1; day <= 5; ++day) {
            insert_run(run_id(day), day);
            execute("INSERT INTO notice SELECT id, 'completed', finished_at, job_id, '', '', 'run', outcome, reason, "
                    "due_at, '' FROM run WHERE id = '" +
                    run_id(day) + "'");
        }
    }

    void execute(const std::string &sql) { storage().writing().database().exec(sql); }

    static std::string run_id(int day) { return "00000000-0000-7000-8000-00000000000" + std::to_string(day); }

    void insert_run(const std::string &id, int finished_at) {
        execute("INSERT INTO run (id, job_id, generation, revision, \"trigger\", due_at, state, outcome, reason, "
                "attempt, epoch, attempt_spent, cancel_requested, announced, owner_instance, owner_incarnation, "
                "concurrency_key, claimed_at, finished_at, error, output_truncated) VALUES ('" +
                id + "', 'job', 1, 1, 'schedule', 0, 'closed', 'succeeded', 'none', 1, 1, 1, 0, 1, 'alpha', '" +
                run_id(0) + "', 'job', 0, " + std::to_string(finished_at) + ", '', 0)");
    }

    // All calls that the walk needs; returns how many rows went.
    std::int64_t purge(std::int32_t what, std::uint32_t limit) {
        gs_purge item{};
        item.struct_size = sizeof item;
        item.limit = limit;
        item.what = what;
        item.before = 100;
        item.failures_before = 100;
        item.keep = 1;
        item.keep_failures = 1;
        gs_purged purged{};
        purged.struct_size = sizeof purged;
        gs_purged before{};
        std::int64_t removed = 0;
        for (int calls = 0; calls < 20; ++calls) {
            const gs_caller who = caller();
            gs_answer answer{};
            answer.struct_size = sizeof answer;
            const gs_storage &table = storage().table();
            EXPECT_EQ(table.purge(table.context, &who, &item, &purged, &answer, nullptr), GS_OK);
            removed += purged.removed;
            if (purged.more == 0) return removed;
            before = purged;
            item.after = &before;
        }
        ADD_FAILURE() << "the walk has no end";
        return removed;
    }
};

TEST_F(PurgeTest, ANoticeGoesWithItsRun) {
    execute(
        "INSERT INTO notice SELECT '00000000-0000-7000-8000-0000000000aa', event, at, job_id, job_name, owner, about, "
        "outcome, reason, due_at, detail FROM notice LIMIT 1");
    EXPECT_EQ(purge(GS_PURGE_RUNS_BY_COUNT, 2), 4);
    EXPECT_EQ(value("SELECT group_concat(id) FROM (SELECT id FROM notice ORDER BY id)"),
              run_id(5) + ",00000000-0000-7000-8000-0000000000aa");
}

TEST_F(PurgeTest, AnIdThatSomebodyHasEditedStaysAndStopsNothing) {
    for (const char *id : {"\"", "!!"}) insert_run(id, 7);
    EXPECT_EQ(purge(GS_PURGE_RUNS_BY_AGE, 1), 4);
    EXPECT_EQ(value("SELECT group_concat(id) FROM (SELECT id FROM run ORDER BY id)"), "!!,\"," + run_id(5));
    EXPECT_EQ(purge(GS_PURGE_RUNS_BY_COUNT, 1), 0);
}

} // namespace
} // namespace sample_host::sqlite

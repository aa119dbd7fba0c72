// Which rows of a file go into the store together.
#include "move/import_write.h"

#include "fake_judge.h"
#include "loader/contract.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

namespace sample_host::move {
namespace {

using testing::ElementsAre;

// Remembers the jobs whose runs were written, and in which batch both were.
class Batches : public Restore {
  public:
    CalendarChange set_calendar(const std::string &, const std::vector<gs_day_range> &) override {
        return CalendarChange::created;
    }

    RestoreResult write(const RestoreBatch &batch, const JudgeJob &judge) override {
        ++count;
        RestoreResult result;
        for (const gs_job_row *row : batch.jobs) {
            const JobVerdict verdict = judge(nullptr, *row, 500);
            result.jobs.push_back(verdict.change);
            const std::string id(view(row->definition->id));
            if (id.starts_with("waits")) jobs.push_back(id + ' ' + std::to_string(count));
            if (verdict.row.next_fire == GS_NO_TIME) unarmed.push_back(id);
        }
        for (const RunOfJob &run : batch.runs) {
            runs.push_back(std::string(view(run.run.job_id)) + ' ' + std::to_string(count));
        }
        result.runs_added = static_cast<int64_t>(batch.runs.size());
        return result;
    }

    int count = 0;
    std::vector<std::string> jobs, runs, unarmed;
};

std::string run_id(int number) {
    return "01900000-0000-7000-8000-00000000000" + std::to_string(number);
}

// Two jobs that wait for their runs' ends, among so many others that the runs stand far behind them.
void write_file(const std::filesystem::path &path) {
    std::ofstream file(path);
    file << R"({"type":"header","format":"gateway-scheduler-export","version":1,"exported_at":1,"store":"sqlite",)"
         << R"("schema":3,"history":true,"sample_host":"0"})" << '\n';
    const std::string anchored = R"(,"schedule":"@every 3s from completion")";
    const auto write_others = [&](const std::string &prefix, int count) {
        for (int n = 0; n < count; ++n) {
            file << job_text(prefix + std::to_string(1000 + n), anchored, "900", "900") << '\n';
        }
    };
    write_others("before-", 1200);
    file << job_text("waits-1", anchored, "null", "null") << '\n'
         << job_text("waits-2", anchored, "null", "null") << '\n';
    write_others("x-behind-", 600);
    file << open_run_text(run_id(1), "waits-1") << '\n' << open_run_text(run_id(2), "elsewhere") << '\n';
    file << open_run_text(run_id(3), "waits-1") << '\n' << unannounced_run_text(run_id(4), "waits-2") << '\n';
    file << R"({"type":"end","calendars":0,"jobs":1802,"runs":4,"records":0})" << '\n';
}

TEST(ImportWrite, RunsThatHostsWouldTakeUpGoInWithTheirJobs) {
    const std::filesystem::path path = std::filesystem::path(testing::TempDir()) / "import_write_test";
    write_file(path);
    InputFile file(path, longest_line);
    std::filesystem::remove(path);
    FakeJudge judge;
    Checked checked = check_import(file, nullptr, false, judge, [](const std::string &fault) { FAIL() << fault; });
    Batches store;
    const Tally tally = write_import(file, store, false, judge, checked.owed_run_places);
    EXPECT_THAT(store.jobs, ElementsAre("waits-1 3", "waits-2 3"));
    EXPECT_THAT(store.runs, ElementsAre("waits-1 3", "waits-1 3", "waits-2 3", "elsewhere 4"));
    EXPECT_THAT(store.unarmed, ElementsAre("waits-1")) << "the other one has no run that would arm it";
    EXPECT_EQ(tally, checked.to_come);
}

} // namespace
} // namespace sample_host::move

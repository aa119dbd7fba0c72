// Each deliberate bug of the engine is seen by an observer, and this is what it says.
#include "mutation_names.h"
#include "simulation.h"
#include "slowness.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <ostream>
#include <set>
#include <string>

namespace simulation {
namespace {

struct Row {
    const char *name;
    const char *says;
    int days = 0;           // of calm weather; 0: rough hours
    std::uint64_t seed = 1; // from which on it is looked for
};

void PrintTo(const Row &row, std::ostream *out) {
    *out << row.name;
}

constexpr Row kRows[] = {
    // Starting
    {"starts_lost_claims", "the run is not claimed"},
    {"starts_any_time", "the permission had run out"},
    {"permits_from_answer", "the permission had run out"},
    {"retries_unpermitted", "was not to be started"},
    {"retries_with_the_old_payload", "with another payload than its revision has"},
    {"unknown_is_never_started", "was started twice"},
    {"trusts_any_session", "was started twice"},
    {"spends_unstarted_attempts", "gave back an attempt that was never started, as spent"},
    {"claims_while_stopping", "claimed by a scheduler that is stopping"},
    {"looks_ahead", "missed, and it was on time"},
    // Replicas
    {"replaces_the_living", "joined in place of a predecessor that nobody vouched for"},
    {"goes_on_when_superseded", "was replaced by a join and joined again"},
    {"cancels_the_adopted", "its adopted execution was canceled by the scheduler before", 0, 181},
    {"never_fences", "goes on though its owner's lease has run out"},
    {"fences_without_canceling", "goes on though its owner's lease has run out"},
    {"beats_too_rarely", "lost its lease with nothing in its way"},
    {"observes_too_briefly", "was retired within its lease"},
    {"never_observes", "of a replica that is gone, and nobody takes it over"},
    {"repeats_the_lost", "was lost and is repeated, though its job says report"},
    {"ignores_the_wake_index", "was never announced"},
    {"believes_every_leap", "claimed within a leap of the store's clock"},
    // Instants
    {"forgets_merged", "merged instants and their record do not agree"},
    {"miscounts", "counts "},
    {"passes_one_too_many", ", expected "},
    {"skips_the_owed", ", expected "},
    {"fires_once_more", ", expected none"},
    {"never_arms", "nothing will arm it", 1},
    {"leaks_capacity", "is overdue and nothing happens", 1},
    {"forgets_the_starved", "is overdue and nothing happens", 1},
    {"skips_for_capacity", "skipped for overlap, beside no run of its key"},
    {"waits_instead_of_overlapping", "is due beside a run of its key, and nobody says so"},
    // Edits
    {"edits_without_record", "came to nothing, with nothing in its way"},
    {"resumes_into_the_past", "is too early"},
    {"recomputes_behind_the_cursor", "owes "},
    {"pause_returns_at_once", "after a pause or a removal had returned"},
    {"pause_keeps_waiting_runs", "waits though its job is paused", 1},
    {"manual_is_scheduled", "it was disposed of before"},
    {"rearms_at_every_edit", "the next fire moved without need"},
    {"keeps_failures", "resumed with its old failures"},
    // What jobs say of being behind
    {"claims_the_expired", "claimed though its deadline had passed"},
    {"starts_the_expired", "started though its deadline had passed"},
    {"ignores_the_window", "beyond its window"},
    {"ignores_the_limit", "beyond its limit"},
    {"makes_up_for_skipped", "made up for, though it skips what it missed"},
    {"merges_the_owed", "merged, though each is owed"},
    {"bursts", "made up for too fast"},
    // What jobs say of overlap
    {"queue_skips", "passed for overlap, and it queues"},
    {"replace_skips", "passed for overlap, and it replaces"},
    {"replace_only_waits", "was not asked to make room", 1},
    {"replaces_the_newest", "asked to make room before an older one"},
    {"exceeds_the_key", "has more runs than its key allows"},
    {"looks_away", "looks away for too long"},
    {"waits_hotly", "a hot loop"},
    // What jobs say of their end
    {"ignores_failures", "claimed though its last runs failed"},
    {"disables_too_early", "was disabled before its limit of failures"},
    {"keeps_the_finished", "can fire no more and is still there"},
    {"deletes_beside_runs", "was deleted as finished while a run of it was open"},
    // Runs
    {"retries_for_ever", "more attempts than its job allows"},
    {"repeats_the_abandoned", "its attempt before is still going"},
    {"calls_failures_successes", "on record as succeeded, and the executor said"},
    {"loses_early_completions", "timed out long after the executor had told its end"},
    {"ignores_cancel", "was asked to end, and its executor was never told"},
    {"never_times_out", "stays running", 0, 150},
    {"releases_too_early", "released before its end was durable"},
    // Storage
    {"gives_up_in_doubt", "was disabled and nothing was wrong with it"},
    {"loops_on_bad_claims", "a hot loop"},
    {"leaves_the_unreadable", "cannot be read, and nobody says so"},
    // Notices
    {"announces_before_the_close", "before its outcome was durable"},
    {"marks_announced_at_once", "nobody was told of its end"},
    {"announces_unread_rows", "on record is"},
    {"forgets_record_notices", "was never announced"},
};

// Only seen in a seed in thousands, by chance; the engine's own tests see them.
constexpr const char *kNotSeen[] = {"redoes_the_doubtful",     "restarts_the_running",    "forgets_at_once",
                                    "starts_beside_the_older", "replaces_who_came_later", "starts_without_the_job",
                                    "observes_while_away",     "remembers_the_taken",     "never_helps"};

engine::Mutation mutation_called(const std::string &name) {
    for (const NamedMutation &known : named_mutations()) {
        if (known.name == name) return known.mutation;
    }
    return engine::Mutation::none;
}

class ADeliberateBug : public testing::TestWithParam<Row> {};

TEST_P(ADeliberateBug, IsSeen) {
    Options options;
    options.days = std::max(1, GetParam().days);
    options.rough = GetParam().days == 0;
    options.engine_mutation = mutation_called(GetParam().name);
    ASSERT_NE(options.engine_mutation, engine::Mutation::none);
    std::string instead = "nothing";
    const std::uint64_t seeds = options.rough ? 100 : 20;
    for (options.seed = GetParam().seed; options.seed < GetParam().seed + seeds; ++options.seed) {
        for (const std::string &violation : simulate(options).violations) {
            if (violation.find(GetParam().says) != std::string::npos) return;
            instead = violation;
        }
    }
    FAIL() << "nobody says \"" << GetParam().says << "\"; said was " << instead;
}

// With sanitizers some of them, for the engine's and the judges' memory; what is seen is the same without.
INSTANTIATE_TEST_SUITE_P(Of, ADeliberateBug,
                         testing::ValuesIn(std::begin(kRows), std::begin(kRows) + std::size(kRows) / kSlowness),
                         [](const auto &row) { return std::string(row.param.name); });

TEST(DeliberateBugs, AreAllListed) {
    std::set<std::string> known;
    for (const NamedMutation &mutation : named_mutations()) known.insert(std::string(mutation.name));
    std::set<std::string> listed;
    for (const Row &row : kRows) listed.insert(row.name);
    for (const char *name : kNotSeen) listed.insert(name);
    EXPECT_EQ(listed, known);
}

} // namespace
} // namespace simulation

// Each deliberate bug of the engine is seen by an observer, and this is what it says.
#include "mutation_names.h"
#include "simulation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace simulation {
namespace {

struct Row {
    const char *name;
    const char *says;
};

constexpr Row kRows[] = {
    // Starting
    {"starts_lost_claims", "the run is not claimed"},
    {"starts_any_time", "the permission had run out"},
    {"permits_from_answer", "the permission had run out"},
    {"retries_unpermitted", "this attempt has no permission"},
    {"retries_with_the_old_payload", "with another payload than its revision has"},
    {"unknown_is_never_started", "this attempt was started before"},
    {"claims_while_stopping", "claimed by a scheduler that is stopping"},
    // Replicas
    {"replaces_the_living", "joined in place of a predecessor that nobody vouched for"},
    {"goes_on_when_superseded", "was replaced by a join and joined again"},
    {"never_fences", "goes on though its owner's lease has run out"},
    {"fences_without_canceling", "goes on though its owner's lease has run out"},
    {"beats_too_rarely", "lost its lease with nothing in its way"},
    {"observes_too_briefly", "was retired within its lease"},
    {"never_observes", "of a replica that is gone, and nobody takes it over"},
    {"repeats_the_lost", "was lost and is repeated, though its job says report"},
    // Instants
    {"forgets_merged", "merged instants and their record do not agree"},
    {"miscounts", "counts "},
    {"passes_one_too_many", ", expected "},
    {"skips_the_owed", ", expected "},
    {"leaks_capacity", "is overdue and nothing happens"},
    {"forgets_the_starved", "is overdue and nothing happens"},
    // Edits
    {"edits_without_record", "came to nothing, with nothing in its way"},
    {"resumes_into_the_past", "is too early"},
    {"pause_returns_at_once", "after pause or removal had returned"},
    {"pause_keeps_waiting_runs", "waits though its job is paused"},
    {"manual_is_scheduled", "is not in its calendar"},
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
    {"replace_only_waits", "was not asked to make room"},
    {"replaces_the_newest", "asked to make room before an older one"},
    {"exceeds_the_key", "its key has an active run already"},
    {"looks_away", "looks away for too long"},
    // What jobs say of their end
    {"ignores_failures", "claimed though its last runs failed"},
    {"keeps_the_finished", "can fire no more and is still there"},
    // Runs
    {"retries_for_ever", "more attempts than its job allows"},
    {"calls_failures_successes", "on record as succeeded, and the executor said"},
    {"releases_too_early", "released before its end was durable"},
    // Storage
    // Notices
};

// Not seen within the days that a test may take, or not tried yet.
constexpr const char *kNotSeen[] = {"trusts_any_session",      "spends_unstarted_attempts",
                                    "fires_once_more",         "looks_ahead",
                                    "believes_every_leap",     "recomputes_behind_the_cursor",
                                    "redoes_the_doubtful",     "waits_hotly",
                                    "skips_for_capacity",      "disables_too_early",
                                    "deletes_beside_runs",     "repeats_the_abandoned",
                                    "loses_early_completions", "ignores_cancel",
                                    "never_times_out",         "never_arms",
                                    "gives_up_in_doubt",       "loops_on_bad_claims",
                                    "leaves_the_unreadable",   "announces_before_the_close",
                                    "marks_announced_at_once", "announces_unread_rows",
                                    "forgets_record_notices",  "ignores_the_wake_index"};

engine::Mutation mutation_called(const std::string &name) {
    for (const NamedMutation &known : named_mutations()) {
        if (known.name == name) return known.mutation;
    }
    return engine::Mutation::none;
}

class ADeliberateBug : public testing::TestWithParam<Row> {};

TEST_P(ADeliberateBug, IsSeen) {
    Options options;
    options.days = 1;
    options.engine_mutation = mutation_called(GetParam().name);
    ASSERT_NE(options.engine_mutation, engine::Mutation::none);
    std::string instead = "nothing";
    for (options.seed = 1; options.seed <= 20; ++options.seed) {
        for (const std::string &violation : simulate(options).violations) {
            if (violation.find(GetParam().says) != std::string::npos) return;
            instead = violation;
        }
    }
    FAIL() << "nobody says \"" << GetParam().says << "\"; said was " << instead;
}

INSTANTIATE_TEST_SUITE_P(Of, ADeliberateBug, testing::ValuesIn(kRows),
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

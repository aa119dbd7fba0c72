// The jobs that are to be looked at within the horizon: reads them ahead, looks at each when its time has come, claims
// or passes, and keeps its copy of the row in step with the store. Not thread-safe.
#pragma once

#include "engine/core.h"
#include "engine/deadline_heap.h"
#include "engine/job_ref.h"
#include "engine/look.h"
#include "engine/timetable.h"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace gateway_scheduler::engine {

// A claim that was won, for the run's life.
struct WonClaim {
    Claim claim;
    std::string payload;
    Moment first_sent{};
    std::optional<Instant> claimed_at;
    Timetable timetable;
    std::int64_t fires = 0;     // the job's scheduled claims, this one included
    bool holds_capacity = true; // the run takes over what was held for the claim
    JobRef job_ref = {};
};

// A job's version was raised by a write of this engine that left its times alone: a run that closed, a manual claim.
struct VersionMove {
    std::string job_id;
    JobRef job_ref = {}; // of the job as it was when the run was claimed
    std::int64_t generation = 0;
    std::int64_t before = 0;
    std::int64_t after = 0;
    std::optional<Instant> armed; // the completion-anchored next fire
    std::string key_freed;        // the concurrency key of the run that closed; empty: none did
    bool failed = false;          // it counts as a failure: the job's limit of them may be reached
};

class Jobs {
  public:
    explicit Jobs(Core &core) : core_(core) {}

    void joined();  // reads the horizon at once
    void tick();    // looks at what is due, reads the horizon anew when it is time
    void left();    // the incarnation is over: forgets everything
    void refresh(); // reads the horizon anew before it is time, though not at every call

    // Answers
    void due_read(const ReadDue &read, const StorageAnswer &answer);
    void yielded_read(const ReadDue &read, const StorageAnswer &answer);
    void job_read(const std::string &job_id, const StorageAnswer &answer);
    void read_for_disabling(const std::string &why, const StorageAnswer &answer);
    // `undecided`: what the claim found in its way is about to be settled by this engine.
    // A claim that was won is taken out of `written`.
    std::optional<WonClaim> claim_settled(WrittenItem &written, const ItemResult &result, bool undecided = false);
    void pass_settled(const WrittenItem &written, const ItemResult &result);
    void disable_settled(const WrittenItem &written, const ItemResult &result);
    void replacement_settled(const WrittenItem &written, const ItemResult &result);

    // From elsewhere in the engine
    void stored(const JobRow &row);                                     // a row that was read or written just now
    void removed(const std::string &job_id);                            // it is gone from the store
    void changed_outside(const std::string &job_id, const JobRow *row); // as it was read just now; null: it is gone
    void version_moved(const VersionMove &move);
    void retry_starved(); // capacity may have become free

    // What jobs' times depend on has changed. Rows whose write was under way then, and so was planned with the old
    // times, are handed out once it is answered.
    void renew_timetables();
    std::vector<JobRow> take_rechecks() { return std::exchange(rechecks_, {}); }
    // Jobs that can fire no more and are to be deleted then.
    std::vector<std::string> take_finished() { return std::exchange(finished_, {}); }

    std::optional<Moment> next_wake() const;
    std::optional<Instant> next_look() const;
    Duration overdue() const; // of the oldest due fire that has not been claimed
    std::size_t size() const { return near_.size(); }
    WaitsFor waits_for(const std::string &job_id) const;                // why it is not claimed, if it is due
    std::size_t backlog() const { return starved_.size() + deferred_; } // due fires that wait

  private:
    static constexpr std::uint32_t kDuePage = 1000;

    struct NearJob {
        JobRow row;
        Timetable timetable;
        std::string unusable;     // why the row cannot be worked with; empty: it can, and timetable is set
        bool writing = false;     // a write or a reload of it is under way
        Moment known{};           // when its row was read last
        Instant rank{};           // its place in the line, while starved
        bool starved = false;     // waits for capacity
        bool deferred = false;    // due, and waits for runs of its key, or for its turn to make up for what was missed
        std::int64_t refused = 0; // the version whose write the store did not accept last
        bool key_freed = false;   // while the write under way put it off
        bool missed = false;      // the claim under way makes up for a missed instant
        std::optional<Moment> yielded_at;     // when this instant was first left to another replica
        std::optional<Moment> made_up_at;     // when the last such claim was won
        bool outdated = false;                // the write under way was planned with times that do not hold any more
        std::optional<Moment> hopeless_until; // unusable, and could not even be disabled: left alone so long
        HeapSlot<Instant> slot;
        JobRef ref;
    };
    using Near = std::unordered_map<std::string, NearJob>;
    using Starved = std::multimap<Instant, std::string>; // by rank
    struct Candidate {
        Instant rank{};
        NearJob *job = nullptr;
        LookClaim look;
        bool own = true; // it prefers this replica
    };

    NearJob *find(const std::string &job_id);
    NearJob *find(JobRef ref, const std::string &job_id);
    NearJob &add(const std::string &job_id);
    void erase(const std::string &job_id);
    void read_horizon();
    Moment refresh_due() const;
    void continue_reading(const ReadDue &read, const StorageAnswer &answer);
    void forget_the_taken();
    bool keep(const JobRow &row) const;
    bool paced(const NearJob &job) const;
    void take_over(NearJob &job, const JobRow &row);
    void schedule_look(NearJob &job);
    void disable_unusable(NearJob &job);
    void after_claim(NearJob &job, const Claim &claim, const ItemResult &result, bool undecided);
    void reload(const std::string &job_id);
    void reload_or_forget(const std::string &job_id);
    void look_again_soon(NearJob &job);
    void disable(NearJob &job, Reason reason, const std::string &why);
    bool brake(NearJob &job);
    void set_deferred(NearJob &job, bool deferred);
    bool over(const NearJob &job) const;

    // jobs_look.cpp: what is due
    void look_at(NearJob &job);
    void look_at_starved(NearJob &job);
    void take_turns();
    std::optional<Moment> turn_of(const NearJob &job, const LookClaim &look) const;
    bool key_full(const NearJob &job) const;
    void claim(NearJob &job, const LookClaim &look, std::int32_t units);
    void pass(NearJob &job, const LookPass &look, Id beside_run);
    void find_overlap(NearJob &job, const Claim &claim, const std::vector<Id> &beside);
    void wait_for_key(NearJob &job, const Claim &claim);
    void wait_a_moment(NearJob &job, const Claim &claim);
    void replace(NearJob &job, const Claim &claim, const std::vector<Id> &beside);
    void free_key(const std::string &key);

    // jobs_yield.cpp: what is left to other replicas
    bool prefers_this(const NearJob &job) const;
    bool yields(NearJob &job);
    void read_yielded();

    Core &core_;
    Near near_;
    JobRefs<NearJob> refs_;
    DeadlineHeap<NearJob, Instant, &NearJob::slot> heap_;
    Starved starved_;
    std::vector<Candidate> candidates_;                            // of the look under way
    std::unordered_map<std::string, std::set<std::string>> waits_; // jobs by the concurrency key that they wait for
    std::size_t deferred_ = 0;
    std::vector<std::string> finished_;
    std::optional<Instant> covered_until_; // the horizon's end, as far as it was read
    std::optional<Moment> refreshed_;
    std::unordered_set<std::string> yielded_;
    std::optional<Moment> reading_yielded_; // since when
    bool refresh_asked_ = false;
    bool reading_ = false;
    std::size_t rows_read_ = 0;
    std::vector<JobRow> rechecks_;
};

} // namespace gateway_scheduler::engine

// The engine: a pure state machine. What happens comes in through its functions, each with the moment at which it
// happened; what is to be done comes out as decisions and as calls to the storage. It knows no clock, no I/O and no
// thread. Not thread-safe: one loop owns it.
#pragma once

#include "engine/commands.h"
#include "engine/core.h"
#include "engine/finished.h"
#include "engine/inquiries.h"
#include "engine/jobs.h"
#include "engine/outside_changes.h"
#include "engine/record_notices.h"
#include "engine/recovery.h"
#include "engine/rederive.h"
#include "engine/replica.h"
#include "engine/runs.h"
#include "engine/storage_health.h"

#include <optional>
#include <string>
#include <vector>

namespace gateway_scheduler::engine {

struct EngineHealth {
    bool joined = false;
    bool superseded = false;
    bool observing = false; // an earlier process of this instance may be alive
    bool claims_held = false;
    std::optional<Moment> storage_failing_since;
    std::string storage_error;
    std::optional<Instant> next_look;
    Duration overdue{0};
    std::size_t jobs = 0;
    std::size_t runs = 0;
    std::int64_t units_in_use = 0;
    std::size_t notices_waiting = 0;
    std::size_t backlog = 0; // due fires that wait: for capacity, for their turn, for runs of their key
};

class Engine {
  public:
    // `zones` outlives the engine.
    Engine(Config config, ZoneSource &zones);
    Engine(const Engine &) = delete;
    Engine &operator=(const Engine &) = delete;

    // Life
    void start(Moment now);
    void stop(StopMode mode, Moment deadline, Moment now);
    void tick(Moment now);
    std::optional<Moment> next_wake() const; // when tick is wanted, unless something happens before

    // The storage: one write and one read under way at a time.
    std::optional<Write> take_write(Moment now);
    bool full_write_waits() const; // as many items as one call takes
    std::optional<Read> take_read(Moment now);
    // The answer to a write comes in two steps, so that the storage has the next write before this one's results are
    // gone through: what waits already can be taken in between, and nothing else is done there.
    void write_came(StorageAnswer answer, Moment now);
    void settle_write(Moment now);
    void read_answered(const StorageAnswer &answer, Moment now);
    void clock_stepped(Moment now); // the machine's wall clock was set: read the store's clock anew

    // The executor and the notifier
    void start_answered(Id run_id, std::int32_t attempt, StartStatus status, const std::string &error, Moment now);
    void completed(Id run_id, std::int32_t attempt, Completion completion, Moment now);
    void progressed(Id run_id, std::int32_t attempt, Moment now);
    void query_answered(Id run_id, std::int32_t attempt, AttemptState state, std::optional<Completion> completion,
                        Moment now);
    void notice_answered(Id notice_id, NoticeStatus status, Moment now);

    // The zone data was looked at: within a minute of any change, and the zone source knows it already.
    void zones_checked(bool changed, Moment now);

    // Other replicas have written these jobs, or something about their runs; none: any jobs.
    void jobs_changed(const std::vector<std::string> &job_ids, Moment now);

    // Changes from outside; each is answered by one Reply.
    void command(CommandId id, CommandRequest request, Moment deadline, Moment now);

    std::vector<Decision> take_decisions();

    const std::string &instance() const { return core_.config.instance; }
    Id incarnation() const { return core_.incarnation; } // whose writes these are
    const StoreClock &clock() const { return core_.clock; }
    const Stats &stats() const { return core_.stats; }
    EngineHealth health() const;

  private:
    void step(Moment now); // after every event
    void note_answer(StorageSide side, const StorageAnswer &answer);
    void take_turn(Replica::Turn turn);
    void settle(WriteQueue::Settled &settled, const StorageAnswer &answer);
    void settle_item(WrittenItem &written, const ItemResult &result);
    void settle_job_item(WrittenItem &written, const ItemResult &result);
    void forget_all();
    void advance_stop();
    void finish_stop();

    Core core_;
    Neighbours neighbours_{core_};
    Replica replica_{core_, neighbours_};
    Jobs jobs_{core_};
    OutsideChanges outside_changes_{core_, jobs_};
    Runs runs_{core_};
    RecordNotices notices_{core_, neighbours_};
    Commands commands_{core_, jobs_, runs_, notices_};
    Recovery recovery_{core_, replica_, neighbours_, runs_, notices_};
    Rederive rederive_{core_, jobs_};
    Finished finished_{core_, jobs_, runs_};
    Inquiries inquiries_{core_, jobs_};

    struct CameWrite {
        StorageAnswer answer;
        std::optional<WriteQueue::Settled> settled;
    };
    std::optional<CameWrite> came_; // between write_came and settle_write

    bool start_reported_ = false;
    bool stopped_ = false;
    std::optional<StopMode> stop_mode_;
    Moment stop_deadline_{};
    StorageHealth storage_health_;
};

} // namespace gateway_scheduler::engine

// Changes from outside, each a small conversation with the store: read the job, plan the write, send it, plan anew when
// somebody else wrote first, answer when nothing of it can start any more. Not thread-safe.
#pragma once

#include "engine/core.h"
#include "engine/edit.h"
#include "engine/jobs.h"
#include "engine/record_notices.h"
#include "engine/runs.h"

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

namespace gateway_scheduler::engine {

class Commands {
  public:
    Commands(Core &core, Jobs &jobs, Runs &runs, RecordNotices &notices)
        : core_(core), jobs_(jobs), runs_(runs), notices_(notices) {}

    void submit(CommandId id, CommandRequest request, Moment deadline);
    void joined(); // those that came before may go now
    void read(CommandId id, const StorageAnswer &answer);
    // The claim of a manual run that was won, for its life.
    std::optional<WonClaim> settled(CommandId id, const WrittenItem &written, const ItemResult &result);
    void tick();
    void end_all(const std::string &why); // the scheduler stops, or its incarnation is over

    std::optional<Moment> next_wake() const {
        return timers_.empty() ? std::nullopt : std::optional(timers_.first_deadline());
    }
    bool empty() const { return commands_.empty(); }

  private:
    struct Command {
        CommandId id = 0;
        CommandRequest request;
        Moment deadline{};
        bool begun = false;
        bool written = false; // a write was handed to the queue
        int conflicts = 0;
        std::int32_t units = 0; // of capacity, held for a manual run's claim
        Timetable timetable;
        std::optional<Moment> holds_until; // a start may still be inside until then
        std::optional<Moment> look_again_at;
        Reply reply; // as far as it is known
        HeapSlot<Moment> timer;
    };

    void begin(Command &command);
    void set_timer(Command &command);
    void time_has_come(Command &command);
    void plan(Command &command, const StorageAnswer &answer);
    void plan_put(Command &command, const PutCommand &put, const JobRow *old);
    void plan_remove(Command &command, const JobRow &old);
    void plan_edit(Command &command, Edit edit);
    void plan_run(Command &command, const JobRow &job);
    void hold_read(Command &command, const StorageAnswer &answer);
    void hold(Command &command, Moment committed, std::int32_t claimed);
    std::optional<WonClaim> run_settled(Command &command, const WrittenItem &written, const ItemResult &result);
    void cancel_settled(Command &command, const ItemResult &result);
    void write_settled(Command &command, const WrittenItem &written, const ItemResult &result);
    void again(Command &command);
    void push(Command &command, WriteItem item);
    void finish(Command &command);
    void refuse(Command &command, CommandStatus status, std::string text);
    void sweep();

    Core &core_;
    Jobs &jobs_;
    Runs &runs_;
    RecordNotices &notices_;
    std::unordered_map<CommandId, std::unique_ptr<Command>> commands_;
    DeadlineHeap<Command, Moment, &Command::timer> timers_;
    std::vector<CommandId> over_;
};

} // namespace gateway_scheduler::engine

#include "engine/late_completion.h"

namespace gateway_scheduler::engine {

void note_late_completion(Core &core, const RunRow &run, std::int32_t attempt, const Completion &completion) {
    const bool over = run.state == RunState::closed || run.state == RunState::waiting || attempt < run.attempt;
    if (over) core.release(run.id, attempt);
    const bool given_up =
        run.outcome == Outcome::timed_out || run.outcome == Outcome::canceled || run.outcome == Outcome::lost;
    const bool ours = run.owner_incarnation == core.incarnation;
    if (run.state != RunState::closed || !given_up || !ours || run.attempt != attempt || run.late_result != 0) return;
    Update update;
    update.run_id = run.id;
    update.epoch = run.epoch;
    update.from_states = static_cast<std::int32_t>(RunState::closed);
    update.to_state = RunState::closed;
    update.late_result = static_cast<std::int32_t>(completion.result);
    core.writes.push(std::move(update), NoOwner{});
}

} // namespace gateway_scheduler::engine

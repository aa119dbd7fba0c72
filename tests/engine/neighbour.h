// Another replica of the same store, written by hand: it joins, beats, claims and ends runs, and falls silent when the
// test stops it. Not thread-safe.
#pragma once

#include "bench.h"
#include "engine/id_source.h"

#include <string>
#include <utility>
#include <vector>

namespace engine_test {

class Neighbour {
  public:
    // `number` tells neighbours apart; the session of its executor is the bench's only if it is said so.
    Neighbour(Bench &host_bench, const std::string &instance, std::uint8_t number) : bench(host_bench), ids(number) {
        caller.instance = instance;
        caller.session.bytes[0] = number;
        caller.data_directory.bytes[0] = number;
    }

    void join() {
        caller.incarnation = ids.next(bench.now());
        expect_done(write(Join{}));
    }
    void share_session() { caller.session = bench.config.executor_session; }
    void beat() { expect_done(write(Beat{})); }
    void leave() { expect_done(write(Retire{caller.incarnation, 0, Retirement::by_itself})); }

    // Claims the job's next fire, which is due.
    Id claim(const std::string &job_id) {
        const JobRow row = bench.row(job_id);
        const Timetable times = make_timetable(*row.definition, bench.zones).value();
        Claim item;
        item.definition = row.definition;
        item.generation = row.generation;
        item.version = row.version;
        item.revision = row.revision;
        item.run_id = ids.next(bench.now());
        item.due_at = row.next_fire.value_or(bench.now());
        item.trigger = row.next_fire ? Trigger::schedule : Trigger::manual;
        item.next_fire = times->next_due(item.due_at, row.fires + 1);
        item.fire_at = item.look_at = times->fire_at(item.next_fire, row.fires + 1);
        item.concurrency_key = active_key(*row.definition);
        item.max_active = row.definition->max_active;
        expect_done(write(std::vector<WriteItem>{item}));
        return item.run_id;
    }
    Id claim_and_run(const std::string &job_id) {
        const Id run = claim(job_id);
        Update update = update_of(run);
        update.to_state = RunState::running;
        update.started_at = bench.now();
        expect_done(write(std::vector<WriteItem>{update}));
        return run;
    }
    void wait(Id run, Duration delay) {
        Update update = update_of(run);
        update.to_state = RunState::waiting;
        update.wake_at = bench.now() + delay;
        expect_done(write(std::vector<WriteItem>{update}));
    }
    ItemOutcome close(Id run, Outcome outcome, bool announced = true) {
        Update update = update_of(run);
        update.outcome = outcome;
        update.announced = announced;
        if (!announced) update.wake_at = bench.now();
        return write(std::vector<WriteItem>{update});
    }
    // Passes the job's next fire as skipped, and has not told anybody yet.
    Id skip_untold(const std::string &job_id) {
        const JobRow row = bench.row(job_id);
        const Timetable times = make_timetable(*row.definition, bench.zones).value();
        RecordRow record;
        record.id = ids.next(bench.now());
        record.job_id = job_id;
        record.generation = row.generation;
        record.reason = Reason::overlap;
        record.first_due = record.last_due = row.next_fire;
        record.count = 1;
        record.announced = false;
        record.wake_at = bench.now();
        Pass pass;
        pass.job_id = job_id;
        pass.version = row.version;
        pass.next_fire = times->next_due(row.next_fire.value_or(bench.now()), row.fires);
        pass.fire_at = pass.look_at = times->fire_at(pass.next_fire, row.fires);
        pass.record = record;
        expect_done(write(std::vector<WriteItem>{pass}));
        return record.id;
    }
    ItemOutcome ask_cancel(Id run, Reason reason) { return write(std::vector<WriteItem>{AskCancel{run, reason}}); }

    Bench &bench;
    IdSource ids;
    simulation::Caller caller;

  private:
    Update update_of(Id run) const {
        const RunRow *row = bench.store.find_run(run);
        Update update;
        update.run_id = run;
        update.epoch = row ? row->epoch : 1;
        update.from_states = 7; // any that is open
        return update;
    }
    ItemOutcome write(const Write &call) {
        bench.store.set_now(bench.now());
        return bench.store.write(caller, call).items.at(0).outcome;
    }
    static void expect_done(ItemOutcome outcome) { EXPECT_EQ(outcome, ItemOutcome::done); }
};

} // namespace engine_test

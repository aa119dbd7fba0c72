#include "workload.h"

#include <utility>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

Workload::Workload(World &world, std::function<Life *()> present)
    : world_(world), random_(world.random.fork()), present_(std::move(present)) {
    plan_jobs();
}

Workload::Job &Workload::add(const std::string &id, const std::string &schedule, Duration duration) {
    Job &job = jobs_[id];
    job.definition.id = id;
    job.definition.schedule = schedule;
    job.definition.payload = "do it";
    job.definition.timeout = 10min;
    ids_.push_back(id);
    Behaviour behaviour;
    behaviour.mean_duration = duration;
    world_.executor.behave(id, behaviour);
    return job;
}

void Workload::plan_jobs() {
    add("minute", "* * * * *", 5s).definition.notify_on = 63;
    add("hour", "0 * * * *", 3min).definition.retry_on = RetryOn::any;
    add("day", "30 2 * * *", 10min).definition.zone = world_.zones.real_zone();
    add("ninety", "@every 90s", 40s).definition.on_lost = OnLost::run_again;
    add("slow", "@every 5m", 6min).definition.timeout = 8min;
    add("heavy", "*/15 * * * *", 2min).definition.units = 4;
    add("medium", "7,37 * * * *", 1min).definition.units = 2;
    add("left", "@every 10m", 4min).definition.concurrency_key = "hand";
    add("right", "@every 7m", 3min).definition.concurrency_key = "hand";
    add("manual", "@manual", 30s);
    add("anchored", "@every 10m from completion", 1min).definition.on_lost = OnLost::run_again;
    Definition &twelve = add("twelve", "@every 20m", 10s).definition;
    twelve.max_runs = 12;
    twelve.end_at = world_.store_now() + 100h;
    Definition &watched = add("watched", "@every 30m", 20s).definition;
    watched.stall_timeout = 5min;
    watched.catch_up_window = 40min;
    watched.notify_on = 63;
    add("once", "@at 2026-03-28T18:30:00", 10s);
    add("seven", "@every 7s", 2s).bursts = true;
    add("second", "@every 1s", 700ms).bursts = true;
    add("quick", "@every 3s from completion", 500ms).bursts = true;
    for (auto &[id, job] : jobs_) job.definition.paused = job.bursts;
}

void Workload::send(CommandRequest request) {
    Life *life = present_();
    if (!life || !life->alive()) return;
    const CommandId id = ++last_command_;
    world_.observer.submitted(id, request, world_.store_now());
    life->command(id, std::move(request));
}

void Workload::put(Job &job) {
    job.added = true;
    send(PutCommand{job.definition, -1});
}

void Workload::begin() {
    for (auto &[id, job] : jobs_) {
        put(job);
        if (job.bursts) next_burst(id);
    }
    next_deed();
}

// A job of every second would be most of a week's work: it runs for some minutes at a time.
void Workload::next_burst(const std::string &job_id) {
    world_.timeline.after(random_.around(20h), [this, job_id] {
        if (winding_down_) return;
        send(ResumeCommand{job_id});
        world_.timeline.after(random_.around(8min), [this, job_id] { end_burst(job_id); });
    });
}

// The host asks until it is so.
void Workload::end_burst(const std::string &job_id) {
    const StoredJob *job = world_.store.find_job(job_id);
    if (!job || job->row.definition->paused) return next_burst(job_id);
    send(PauseCommand{job_id, "enough for now"});
    world_.timeline.after(1min, [this, job_id] { end_burst(job_id); });
}

void Workload::next_deed() {
    world_.timeline.after(random_.around(9min), [this] {
        if (winding_down_) return;
        some_deed();
        if (random_.chance(0.2)) some_deed(); // two at once
        next_deed();
    });
}

void Workload::some_deed() {
    const std::string id = random_.pick(ids_);
    Job &job = jobs_[id];
    if (job.bursts) return;
    switch (random_.below(9)) {
    case 0:
        return send(PauseCommand{id, "somebody asked for it"});
    case 1:
    case 2:
    case 3:
        return send(ResumeCommand{id});
    case 4:
        return send(RunNowCommand{id});
    case 5:
        return edit(job);
    case 6:
        return cancel_some_run();
    case 7:
        if (random_.chance(0.6)) return put(job);
        job.added = false;
        return send(RemoveCommand{id});
    default:
        if (!job.added) put(job);
        return;
    }
}

void Workload::edit(Job &job) {
    static const std::vector<std::string> schedules{"* * * * *",  "*/5 * * * *", "@every 90s",
                                                    "@every 11m", "@manual",     "@every 4m from completion",
                                                    "15 3 * * *", "@every 2h"};
    switch (random_.below(5)) {
    case 0:
    case 1:
        job.definition.payload = "do it " + std::to_string(random_.below(1000));
        break;
    case 2:
    case 3:
        job.definition.schedule = random_.pick(schedules);
        break;
    default:
        job.definition.paused = !job.definition.paused;
        break;
    }
    put(job);
}

void Workload::cancel_some_run() {
    const auto &open = world_.store.open_runs();
    if (open.empty() || random_.chance(0.1)) return send(CancelRunCommand{random_.id()});
    auto run = open.begin();
    std::advance(run, static_cast<std::ptrdiff_t>(random_.below(open.size())));
    send(CancelRunCommand{*run});
}

void Workload::wind_down() {
    winding_down_ = true;
    for (const auto &[id, job] : world_.store.jobs()) {
        if (!job.row.definition->paused) send(PauseCommand{id, "the end is near"});
    }
}

} // namespace simulation

#include "workload.h"

#include <algorithm>
#include <utility>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

Workload::Workload(World &world, std::function<Life *()> present, int crowd)
    : world_(world), random_(world.random.fork()), present_(std::move(present)) {
    plan_jobs();
    plan_crowd(crowd);
    world_.behaviours = std::make_shared<const Behaviours>(behaviours_);
}

void Workload::send(CommandRequest request) {
    Life *life = present_();
    if (!life || !life->alive()) return;
    const CommandId id = ++last_command_;
    world_.observer.submitted(id, request, life->number());
    life->command(id, std::move(request));
}

void Workload::put(Job &job) {
    job.added = true;
    if (random_.chance(0.9)) job.definition.labels = {{"edit", std::to_string(++last_edit_)}};
    send(PutCommand{job.definition, -1});
}

void Workload::begin() {
    for (auto &[id, job] : jobs_) {
        put(job);
        if (job.bursts) next_burst(id);
    }
    add_crowd();
    next_deed();
}

// As many at a time as a host has threads for; those that did not get through once more, until all are there.
void Workload::add_crowd() {
    constexpr std::int64_t kAtOnce = 50;
    const std::int64_t room = world_.weather.outage ? 0 : kAtOnce - world_.observer.unanswered();
    for (std::int64_t i = 0; i < room && !crowd_.empty(); ++i) {
        Definition definition = std::move(crowd_.front());
        crowd_.pop_front();
        if (world_.store.find_job(definition.id)) continue;
        send(PutCommand{definition, -1});
        crowd_.push_back(std::move(definition));
    }
    if (!crowd_.empty()) world_.timeline.after(100ms, [this] { add_crowd(); });
}

// A job of every second would be most of a week's work: it runs for some minutes at a time.
void Workload::next_burst(const std::string &job_id) {
    world_.timeline.after(random_.around(world_.setting.brief ? Duration(3h) : Duration(20h)), [this, job_id] {
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
    world_.timeline.after(random_.around(world_.setting.brief ? Duration(20s) : Duration(9min)), [this] {
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
        if (random_.chance(0.3)) return send(ExplainCommand{id, "now"});
        return send(RunNowCommand{id});
    case 5:
        return edit(job);
    case 6:
        return cancel_some_run();
    case 7:
        if (random_.chance(0.6)) return put(job);
        job.added = false;
        return send(RemoveCommand{id});
    default: // one that was deleted because it had finished begins anew
        if (!job.added || !world_.store.find_job(id)) renew(job);
        return;
    }
}

void Workload::cancel_some_run() {
    const auto &open = world_.store.open_runs();
    if (open.empty() || random_.chance(0.1)) return send(CancelRunCommand{random_.id()});
    auto run = open.begin();
    std::advance(run, static_cast<std::ptrdiff_t>(random_.below(open.size())));
    send(CancelRunCommand{*run});
}

// The crowd comes to its end by itself.
void Workload::wind_down() {
    winding_down_ = true;
    for (const auto &[id, job] : world_.store.jobs()) {
        if (!job.row.definition->paused && !id.starts_with(kCrowd)) send(PauseCommand{id, "the end is near"});
    }
}

} // namespace simulation

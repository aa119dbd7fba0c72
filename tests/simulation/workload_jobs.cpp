// The jobs of a simulated gateway, one for each setting and some for several at once, and how they are edited.
#include "workload.h"

#include <date/date.h>

#include <utility>

namespace simulation {

using namespace engine;
using namespace std::chrono_literals;

Workload::Job &Workload::add(const std::string &id, const std::string &schedule, Duration duration) {
    Job &job = jobs_[id];
    job.definition.id = id;
    job.definition.schedule = schedule;
    job.definition.payload = "do it";
    job.definition.timeout = 10min;
    ids_.push_back(id);
    behaviours_[id].mean_duration = duration;
    return job;
}

void Workload::plan_jobs() {
    plan_plain_jobs();
    plan_overlapping_jobs();
    plan_late_jobs();
    plan_ending_jobs();
    for (auto &[id, job] : jobs_) job.definition.paused = job.bursts;
}

void Workload::plan_plain_jobs() {
    add("minute", "* * * * *", 5s).definition.notify_on = 63;
    add("hour", "0 * * * *", 3min).definition.retry_on = RetryOn::any;
    add("day", "30 2 * * *", 10min).definition.zone = world_.zones.real_zone();
    add("ninety", "@every 90s", 40s).definition.on_lost = OnLost::run_again;
    Definition &slow = add("slow", "@every 5m", 6min).definition;
    slow.timeout = 8min;
    slow.retry_on = RetryOn::any;
    Definition &heavy = add("heavy", "*/15 * * * *", 2min).definition;
    heavy.units = 4;
    heavy.priority = 5;
    Definition &medium = add("medium", "7,37 * * * *", 1min).definition;
    medium.units = 2;
    medium.priority = -10;
    add("manual", "@manual", 30s);
    add("anchored", "@every 10m from completion", 1min).definition.on_lost = OnLost::run_again;
    add("jittered", "*/10 * * * *", 30s).definition.jitter = 4min;
    Definition &watched = add("watched", "@every 30m", 20s).definition;
    watched.stall_timeout = 5min;
    watched.catch_up_window = 40min;
    watched.notify_on = 63;
    add("seven", "@every 7s", 2s).bursts = true;
    add("second", "@every 1s", 700ms).bursts = true;
    add("quick", "@every 3s from completion", 500ms).bursts = true;
}

void Workload::plan_overlapping_jobs() {
    add("left", "@every 10m", 4min).definition.concurrency_key = "hand";
    add("right", "@every 7m", 3min).definition.concurrency_key = "hand";
    Definition &queue = add("queue", "@every 4m", 5min).definition;
    queue.overlap = Overlap::queue;
    queue.catch_up_limit = 5;
    queue.catch_up_window = 1h;
    Definition &line = add("line", "@every 6m", 4min).definition;
    line.overlap = Overlap::queue;
    line.concurrency_key = "hand";
    line.catch_up_window = 20min;
    for (const char *id : {"pool-a", "pool-b"}) {
        Definition &pool = add(id, "@every 3m", 5min).definition;
        pool.overlap = Overlap::parallel;
        pool.concurrency_key = "pool";
        pool.max_active = 3;
    }
    Definition &replacer = add("replacer", "@every 6m", 7min).definition;
    replacer.overlap = Overlap::replace;
    replacer.notify_on = 63;
    Definition &actor = add("actor", "@every 2m", 9min).definition;
    actor.overlap = Overlap::parallel;
    actor.concurrency_key = "stage";
    actor.max_active = 3;
    Definition &star = add("star", "@every 11m", 8min).definition;
    star.overlap = Overlap::replace;
    star.concurrency_key = "stage";
    star.max_active = 2;
    star.catch_up = CatchUp::all;
}

void Workload::plan_late_jobs() {
    Definition &backlog = add("backlog", "* * * * *", 4s).definition;
    backlog.catch_up = CatchUp::all;
    backlog.catch_up_limit = 10;
    backlog.catch_up_window = 2h;
    backlog.notify_on = 63;
    add("forgetful", "*/2 * * * *", 15s).definition.catch_up = CatchUp::skip;
    add("prompt", "* * * * *", 10s).definition.start_deadline = 500ms;
    Definition &tardy = add("tardy", "*/5 * * * *", 1min).definition;
    tardy.start_deadline = 3min;
    tardy.jitter = 1min;
    tardy.units = 2;
    Definition &mixed = add("mixed", "@every 3m", 2min).definition;
    mixed.catch_up = CatchUp::all;
    mixed.start_deadline = 20min;
    mixed.catch_up_window = 15min;
    mixed.disable_after_failures = 4;
}

void Workload::plan_ending_jobs() {
    Definition &twelve = add("twelve", "@every 20m", 10s).definition;
    twelve.max_runs = 12;
    twelve.end_at = world_.store_now() + 100h;
    add("once", "@at 2026-03-28T18:30:00", 10s);
    Definition &few = add("few", "@every 9m", 2min).definition;
    few.max_runs = 4;
    few.delete_when_finished = true;
    few.notify_on = 63;
    add("brief", "@at 2026-03-23T01:30:00", 1min).definition.delete_when_finished = true;
    Definition &fragile = add("fragile", "@every 4m", 10s).definition;
    fragile.disable_after_failures = 3;
    fragile.retries = 0;
    behaviours_["fragile"].fails = 0.5;
    Definition &ill = add("ill", "@every 8m", 10s).definition;
    ill.disable_after_failures = 1;
    ill.overlap = Overlap::queue;
    behaviours_["ill"].fails = 0.3;
}

// Each at another minute of the first day, which is their only one.
void Workload::plan_crowd(int count) {
    for (int i = 0; i < count; ++i) {
        Definition definition;
        definition.id = kCrowd + std::to_string(i);
        constexpr std::int64_t kFirst = 10; // by when it has been added
        const auto minute = static_cast<int>(kFirst + i * (1440 - kFirst) / count);
        definition.schedule = std::to_string(minute % 60) + ' ' + std::to_string(minute / 60) + " * * *";
        definition.end_at = world_.store_now() + 24h;
        definition.notify_on =
            static_cast<std::int32_t>(NoticeEvent::failed) | static_cast<std::int32_t>(NoticeEvent::disabled);
        definition.payload = "do it";
        behaviours_[definition.id].mean_duration = 300ms;
        crowd_.push_back(std::move(definition));
    }
}

// A time that is over by now is put off.
void Workload::renew(Job &job) {
    if (job.definition.schedule.starts_with("@at")) {
        const auto at = date::floor<std::chrono::minutes>(world_.store_now() + random_.between(5min, 8h));
        job.definition.schedule = "@at " + date::format("%FT%H:%M:00", at);
    }
    put(job);
}

void Workload::edit(Job &job) {
    static const std::vector<std::string> schedules{"* * * * *",  "*/5 * * * *", "@every 90s",
                                                    "@every 11m", "@manual",     "@every 4m from completion",
                                                    "15 3 * * *", "@every 2h"};
    switch (random_.below(7)) {
    case 0:
    case 1:
        job.definition.payload = "do it " + std::to_string(random_.below(1000));
        break;
    case 2:
    case 3:
        job.definition.schedule = random_.pick(schedules);
        break;
    case 4:
        job.definition.paused = !job.definition.paused;
        break;
    default:
        edit_setting(job.definition);
        break;
    }
    put(job);
}

void Workload::edit_setting(Definition &definition) {
    switch (random_.below(8)) {
    case 0:
        definition.overlap = random_.pick<Overlap>({Overlap::skip, Overlap::queue, Overlap::replace});
        break;
    case 1:
        definition.overlap = Overlap::parallel;
        definition.max_active = 2;
        break;
    case 2:
        definition.catch_up = random_.pick<CatchUp>({CatchUp::latest, CatchUp::skip, CatchUp::all});
        break;
    case 3:
        definition.catch_up_window = random_.pick<Duration>({5min, 1h, 24h});
        break;
    case 4:
        definition.catch_up_limit = random_.pick<std::int32_t>({1, 3, 20});
        break;
    case 5:
        definition.start_deadline = random_.pick<Duration>({0us, 2s, 5min});
        break;
    case 6:
        definition.disable_after_failures = random_.pick<std::int32_t>({0, 1, 5});
        break;
    default:
        definition.priority = random_.pick<std::int32_t>({-100, 0, 100});
        break;
    }
}

} // namespace simulation

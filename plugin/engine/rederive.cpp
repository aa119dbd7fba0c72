#include "engine/rederive.h"

#include "engine/look.h"
#include "engine/record.h"
#include "schedule/rederive.h"
#include "schedule/words.h"

#include <algorithm>
#include <utility>

namespace gateway_scheduler::engine {

namespace {

constexpr std::uint32_t kSweepPage = 500;
constexpr Duration kCalendarsEvery = std::chrono::seconds(20);

bool names_any(const Definition &definition, const std::set<std::string> &names) {
    return std::any_of(definition.calendars.begin(), definition.calendars.end(),
                       [&](const std::string &name) { return names.contains(name); });
}

} // namespace

void Rederive::joined(bool swapped) {
    checked_at_ = core_.store_now();
    read_calendars(); // before the jobs that may name them: reads are answered in their order
    walk({});
    if (std::exchange(started_, true) || swapped) return;
    core_.reads.push(ReadDue{kAtStart, kAtStart - Duration(1), {}, kSweepPage}, ForAtStart{});
}

void Rederive::left() {
    walks_.clear();
    reading_ = reading_calendars_ = false;
    pending_ = 0;
    calendars_at_.reset();
}

void Rederive::zones_checked(bool changed) {
    if (!changed) {
        if (core_.joined && walks_.empty()) checked_at_ = core_.store_now();
        return;
    }
    jobs_.renew_timetables();
    if (!core_.joined) return; // joining walks through the store anyway
    core_.log(LogLevel::info, "the zone data changed to version " + core_.zones.version() +
                                  ": fires that have not been claimed are derived anew");
    walk({});
}

void Rederive::read_calendars() {
    calendars_at_ = core_.now;
    reading_calendars_ = true;
    core_.reads.push(ReadCalendars{}, ForCalendars{});
}

void Rederive::calendars_read(const StorageAnswer &answer) {
    reading_calendars_ = false;
    if (answer.status != CallStatus::ok)
        return core_.log(LogLevel::error, "reading the calendars failed: " + answer.error);
    const bool first = !core_.calendars.known();
    auto changed = core_.calendars.replace(answer.calendars);
    if (changed.empty()) return;
    jobs_.renew_timetables();
    // What changed while nobody was looking is not known: after a start all jobs that name one are walked through.
    if (!first) core_.log(LogLevel::info, "a calendar changed: the jobs that name it are derived anew");
    walk({std::move(changed), {}});
}

void Rederive::walk(Walk walk) {
    walks_.push_back(std::move(walk));
}

void Rederive::tick() {
    const bool due = !calendars_at_ || core_.now - *calendars_at_ >= kCalendarsEvery;
    if (!reading_calendars_ && due) read_calendars();
    for (const JobRow &row : jobs_.take_rechecks()) consider(row);
    if (!walks_.empty() && core_.calendars.known() && !reading_ && pending_ == 0 && !core_.stopping) read_page();
}

std::optional<Moment> Rederive::next_wake() const {
    if (!calendars_at_ || reading_calendars_) return std::nullopt;
    return *calendars_at_ + kCalendarsEvery;
}

void Rederive::read_page() {
    reading_ = true;
    const Walk &walk = walks_.front();
    const std::string other_than = walk.calendars.empty() ? core_.zones.version() : std::string();
    core_.reads.push(ReadJobs{walk.after, other_than, kSweepPage}, ForSweep{});
}

void Rederive::page_read(const Read &read, const StorageAnswer &answer) {
    const auto *page = std::get_if<ReadJobs>(&read);
    if (!page) { // one job, which somebody had written meanwhile
        if (pending_ > 0) --pending_;
        if (answer.status == CallStatus::ok && !answer.jobs.empty()) consider(answer.jobs.front());
        return;
    }
    reading_ = false;
    if (walks_.empty()) return;
    if (answer.status != CallStatus::ok) {
        core_.log(LogLevel::error, "reading the jobs to derive anew failed: " + answer.error);
        walks_.pop_front();
        return;
    }
    const auto names = walks_.front().calendars;
    for (const JobRow &row : answer.jobs) {
        if (names.empty() || (row.readable && names_any(*row.definition, names))) consider(row);
    }
    if (answer.jobs.size() < page->limit)
        walks_.pop_front();
    else
        walks_.front().after = answer.jobs.back().definition->id;
}

// The zone as it was before is known only while this process lives; else the nearest fire takes the place.
std::optional<Instant> Rederive::derived(const JobRow &row, const JobTimes &times) const {
    if (!row.next_fire || *row.next_fire <= core_.store_now() || !depends_on_zone(*row.definition))
        return row.next_fire;
    const auto before = core_.zones.before(row.definition->zone);
    return schedule::rederived(times.schedule(), before.get(), *row.next_fire,
                               row.cursor.value_or(schedule::first_instant), checked_at_);
}

std::string Rederive::told(const JobRow &row, std::optional<Instant> next) const {
    const auto say = [](std::optional<Instant> at) {
        return at ? schedule::instant_words(*at, std::chrono::seconds{0}) : std::string("never");
    };
    return "the next fire moved from " + say(row.next_fire) + " to " + say(next) + ": zone data " +
           (row.tzdata_version.empty() ? "unknown" : row.tzdata_version) + " became " + core_.zones.version();
}

void Rederive::consider(const JobRow &row) {
    if (!row.readable) return;
    const auto timetable = core_.timetable_of(*row.definition);
    if (!timetable) return; // found at its next look, and told then
    const JobTimes &times = *timetable.value();
    if (auto excluded = excluded_so_far(row, times)) return write(row, std::move(*excluded));
    Pass pass;
    pass.rederive = true;
    pass.next_fire = derived(row, times);
    pass.fire_at = row.definition->paused ? std::nullopt : times.fire_at(pass.next_fire, row.fires);
    pass.look_at = pass.fire_at;
    const bool ends = row.definition->delete_when_finished && !row.definition->paused && !pass.next_fire;
    if (ends && times.over(core_.store_now(), row.fires)) pass.look_at = core_.store_now();
    pass.tzdata_version = core_.zone_data_of(*row.definition);
    const bool moved = pass.next_fire != row.next_fire;
    if (!moved && pass.fire_at == row.fire_at && pass.tzdata_version == row.tzdata_version) return;
    if (moved) {
        pass.record = make_job_event(core_, row.definition->id, row.definition.get(), row.generation, Reason::rederived,
                                     told(row, pass.next_fire));
    }
    if (!moved && pass.fire_at == row.fire_at) pass.look_at = row.look_at; // it may be blocked for a while
    write(row, std::move(pass));
}

void Rederive::at_start_read(const Read &read, const StorageAnswer &answer) {
    const auto *page = std::get_if<ReadDue>(&read);
    if (!page && pending_ > 0) --pending_;
    if (answer.status != CallStatus::ok) {
        core_.log(LogLevel::error, "reading the jobs that fire at a start failed: " + answer.error);
        return;
    }
    for (const JobRow &row : answer.jobs) {
        if (row.readable) arm_at_start(row);
    }
    if (!page || answer.jobs.size() < page->limit) return;
    core_.reads.push(ReadDue{kAtStart, answer.jobs.back().look_at, answer.jobs.back().definition->id, kSweepPage},
                     ForAtStart{});
}

void Rederive::arm_at_start(const JobRow &row) {
    const auto timetable = core_.timetable_of(*row.definition);
    const Instant now = core_.store_now();
    if (!timetable || !timetable.value()->schedule().at_start() || row.definition->paused || row.next_fire) return;
    const auto &schedule = timetable.value()->schedule();
    if (now < schedule.begin() || now >= schedule.end()) return;
    Pass pass;
    pass.rederive = true;
    pass.next_fire = now;
    pass.fire_at = pass.look_at = timetable.value()->fire_at(now, row.fires);
    pass.tzdata_version = core_.zone_data_of(*row.definition);
    write(row, std::move(pass));
}

// Instants that are due and wait for the end of the excluded days to be put on record: a changed calendar may not know
// any more that it excluded them.
std::optional<Pass> Rederive::excluded_so_far(const JobRow &row, const JobTimes &times) {
    const Instant now = core_.store_now();
    const bool waits = row.next_fire && *row.next_fire <= now && row.fire_at && *row.fire_at > now;
    if (!waits || row.definition->calendars.empty() || !times.schedule().has_times()) return std::nullopt;
    const Instant upto = std::min(now, *row.fire_at - row.definition->jitter - Duration(1));
    if (upto < *row.next_fire) return std::nullopt; // its jitter is what it waits for
    const Instant last = std::max(*row.next_fire, times.schedule().previous(upto).value_or(*row.next_fire));
    const Disposed excluded{RecordKind::skipped,
                            Reason::calendar,
                            *row.next_fire,
                            last,
                            times.count(*row.next_fire, last),
                            "excluded by a calendar that was changed since"};
    Pass pass;
    pass.next_fire = times.next_due(last, row.fires);
    pass.fire_at = pass.look_at = times.fire_at(pass.next_fire, row.fires);
    if (!pass.fire_at && row.definition->delete_when_finished) pass.look_at = core_.store_now();
    pass.record = make_record(core_, row, excluded, Id{});
    return pass;
}

void Rederive::write(const JobRow &row, Pass pass) {
    pass.job_id = row.definition->id;
    pass.version = row.version;
    ++pending_;
    core_.writes.push(std::move(pass), SweepOwner{row});
}

void Rederive::settled(const WrittenItem &written, const ItemResult &result) {
    const auto &pass = std::get<Pass>(written.item);
    if (pending_ > 0) --pending_;
    if (result.outcome == ItemOutcome::conflict || result.outcome == ItemOutcome::already) { // written by others too
        ++pending_;
        const bool arming = !std::get<SweepOwner>(written.owner).row->next_fire;
        return core_.reads.push(ReadJob{pass.job_id}, arming ? ReadOwner(ForAtStart{}) : ReadOwner(ForSweep{}));
    }
    if (result.outcome != ItemOutcome::done) return; // due, gone or refused: nothing is left to do here
    JobRow row = *std::get<SweepOwner>(written.owner).row;
    row.version = result.version;
    row.next_fire = pass.next_fire;
    row.fire_at = pass.fire_at;
    row.look_at = pass.look_at;
    if (pass.rederive)
        row.tzdata_version = pass.tzdata_version;
    else
        row.cursor = pass.record->last_due;
    jobs_.stored(row);
}

} // namespace gateway_scheduler::engine

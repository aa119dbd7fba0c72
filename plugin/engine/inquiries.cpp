#include "engine/inquiries.h"

#include "engine/explain_job.h"
#include "schedule/moment.h"

#include <algorithm>
#include <utility>

namespace gateway_scheduler::engine {

namespace {

constexpr std::uint32_t kRows = 10;    // of one instant; there is hardly more than one
constexpr std::uint32_t kEvents = 200; // the newest job events; a pause before them is told without its reason

// Without the job nobody knows its zone and what it meant.
Timetable no_times(Core &core, const std::string &job_id) {
    Definition manual;
    manual.id = job_id;
    manual.schedule = "@manual";
    auto times = core.timetable_of(manual);
    return times ? times.value() : nullptr;
}

} // namespace

void Inquiries::submit(CommandId id, ExplainCommand command, Moment deadline) {
    auto &slot = inquiries_[id];
    slot = std::make_unique<Inquiry>();
    slot->id = id;
    slot->command = std::move(command);
    slot->deadline = deadline;
    if (core_.joined) begin(*slot);
}

void Inquiries::joined() {
    for (auto &[id, inquiry] : inquiries_) {
        if (!inquiry->begun) begin(*inquiry);
    }
}

void Inquiries::ask(Inquiry &inquiry, Read read) {
    ++inquiry.reads;
    core_.reads.push(std::move(read), ForInquiry{inquiry.id});
}

void Inquiries::begin(Inquiry &inquiry) {
    inquiry.begun = true;
    inquiry.evidence.job_id = inquiry.command.job_id;
    ask(inquiry, ReadJob{inquiry.command.job_id});
}

void Inquiries::read(CommandId id, const Read &read, const StorageAnswer &answer) {
    const auto found = inquiries_.find(id);
    if (found == inquiries_.end()) return;
    Inquiry &inquiry = *found->second;
    --inquiry.reads;
    if (answer.status != CallStatus::ok)
        refuse(inquiry, CommandStatus::failed, answer.error);
    else
        take(inquiry, read, answer);
    sweep();
}

void Inquiries::take(Inquiry &inquiry, const Read &read, const StorageAnswer &answer) {
    Evidence &evidence = inquiry.evidence;
    if (std::holds_alternative<ReadJob>(read)) {
        if (understand(inquiry, answer)) ask_for_history(inquiry);
        return;
    }
    if (const auto *runs = std::get_if<ReadRuns>(&read)) {
        if (runs->run_id.none())
            evidence.runs = answer.runs;
        else if (!answer.runs.empty())
            evidence.named = answer.runs.front();
    } else if (const auto *records = std::get_if<ReadRecords>(&read)) {
        (records->events ? evidence.events : evidence.records) = answer.records;
    } else {
        evidence.replicas = answer.replicas;
    }
    if (inquiry.reads > 0) return;
    ask_for_named(inquiry);
    if (inquiry.reads == 0) this->answer(inquiry);
}

// What moment is meant, in the job's zone; false: it was refused.
bool Inquiries::understand(Inquiry &inquiry, const StorageAnswer &answer) {
    const auto moment = schedule::parse_moment({inquiry.command.at, 0});
    if (!moment) {
        Reply refused;
        refused.status = CommandStatus::invalid;
        refused.text = moment.error().text;
        refused.field = "at";
        refused.position = moment.error().position;
        reply(inquiry, std::move(refused));
        return false;
    }
    if (!answer.jobs.empty()) inquiry.evidence.job = answer.jobs.front();
    const auto &job = inquiry.evidence.job;
    if (job && job->readable) {
        auto times = core_.timetable_of(*job->definition);
        if (times) inquiry.evidence.times = times.value();
    }
    const Timetable times = inquiry.evidence.times ? inquiry.evidence.times : no_times(core_, inquiry.command.job_id);
    inquiry.asked = schedule::explain(times->schedule(), times->exclusions(), moment.value());
    return true;
}

void Inquiries::ask_for_history(Inquiry &inquiry) {
    const Instant at = inquiry.asked->at;
    ReadRuns runs;
    runs.job_id = inquiry.command.job_id;
    runs.due_at = at;
    runs.limit = kRows;
    ReadRecords records;
    records.job_id = inquiry.command.job_id;
    records.covering = at;
    records.limit = kRows;
    ReadRecords events;
    events.job_id = inquiry.command.job_id;
    events.events = true;
    events.limit = kEvents;
    ask(inquiry, std::move(runs));
    ask(inquiry, std::move(records));
    ask(inquiry, std::move(events));
    ask(inquiry, ReadReplicas{});
}

// The run beside which, or into which, the instant went.
void Inquiries::ask_for_named(Inquiry &inquiry) {
    const auto &records = inquiry.evidence.records;
    const auto naming =
        std::find_if(records.begin(), records.end(), [](const RecordRow &record) { return !record.run.none(); });
    if (naming == records.end() || std::exchange(inquiry.named_asked, true)) return;
    ReadRuns named;
    named.run_id = naming->run;
    named.limit = 1;
    ask(inquiry, std::move(named));
}

void Inquiries::answer(Inquiry &inquiry) {
    Evidence &evidence = inquiry.evidence;
    if (!evidence.job && evidence.runs.empty() && evidence.records.empty()) {
        return refuse(inquiry, CommandStatus::not_found, "there is no such job, and nothing of it is on record then");
    }
    evidence.now = core_.store_now();
    evidence.waits_for = jobs_.waits_for(inquiry.command.job_id);
    if (storage_failing_since_) {
        evidence.waits_for = WaitsFor::storage;
        evidence.storage_failing_since = core_.clock.at(*storage_failing_since_);
    }
    Reply told;
    told.answer = std::make_shared<const JobAnswer>(explain_job(evidence, *inquiry.asked));
    reply(inquiry, std::move(told));
}

void Inquiries::refuse(Inquiry &inquiry, CommandStatus status, std::string text) {
    Reply refused;
    refused.status = status;
    refused.text = std::move(text);
    reply(inquiry, std::move(refused));
}

void Inquiries::reply(Inquiry &inquiry, Reply reply) {
    reply.command = inquiry.id;
    core_.decide(std::move(reply));
    over_.push_back(inquiry.id);
}

void Inquiries::tick(std::optional<Moment> storage_failing_since) {
    storage_failing_since_ = storage_failing_since;
    for (auto &[id, inquiry] : inquiries_) {
        if (core_.now < inquiry->deadline) continue;
        refuse(*inquiry, CommandStatus::unavailable, "the store has not answered in time");
    }
    sweep();
}

void Inquiries::end_all(const std::string &why) {
    for (auto &[id, inquiry] : inquiries_) refuse(*inquiry, CommandStatus::unavailable, why);
    sweep();
}

void Inquiries::sweep() {
    for (const CommandId id : over_) inquiries_.erase(id);
    over_.clear();
}

std::optional<Moment> Inquiries::next_wake() const {
    std::optional<Moment> wake;
    for (const auto &[id, inquiry] : inquiries_) wake = wake ? std::min(*wake, inquiry->deadline) : inquiry->deadline;
    return wake;
}

} // namespace gateway_scheduler::engine

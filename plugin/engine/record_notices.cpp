#include "engine/record_notices.h"

#include "engine/mutation.h"

#include "engine/notice_delay.h"
#include "engine/poison_delay.h"
#include "engine/record.h"

#include <algorithm>
#include <utility>

namespace gateway_scheduler::engine {

void RecordNotices::add(const RecordRow &record) {
    if (mutated(Mutation::forgets_record_notices)) return;
    if (record.announced || core_.stopping || pending_.size() >= kNoticesInMemory) return;
    if (!record.by_instance.empty() && !neighbours_.may_take_over(record.by_instance)) return;
    const auto [place, added] = pending_.try_emplace(record.id);
    if (!added) return;
    place->second.record = record;
    place->second.under_way = true;
    core_.reads.push(ReadJob{record.job_id}, ForRecord{record.id});
}

void RecordNotices::job_read(Id record_id, const StorageAnswer &answer) {
    const auto found = pending_.find(record_id);
    if (found == pending_.end()) return;
    const bool there = answer.status == CallStatus::ok && !answer.jobs.empty();
    if (there) found->second.definition = answer.jobs.front().definition;
    announce(found->second);
}

void RecordNotices::announce(Pending &pending) {
    const RecordRow &record = pending.record;
    const auto event = event_of(record);
    pending.under_way = true;
    pending.again_at.reset();
    if (pending.told || !event) return mark_announced(pending);
    const Definition definition = pending.definition ? *pending.definition : Definition{};
    core_.decide(Announce{record.id, *event, record.job_id, definition.name, definition.owner, std::nullopt, record});
}

void RecordNotices::mark_announced(Pending &pending) {
    pending.told = true;
    core_.writes.push(RecordAnnounced{pending.record.id}, RecordOwner{pending.record.id});
}

bool RecordNotices::answered(Id notice_id, NoticeStatus status) {
    const auto found = pending_.find(notice_id);
    if (found == pending_.end() || !found->second.under_way) return false;
    Pending &pending = found->second;
    if (status == NoticeStatus::later) {
        put_off(pending, notice_delay(pending.failures++));
        return true;
    }
    ++(status == NoticeStatus::told ? core_.stats.notices : core_.stats.notices_given_up);
    mark_announced(pending);
    return true;
}

void RecordNotices::put_off(Pending &pending, Duration delay) {
    pending.under_way = false;
    pending.again_at = core_.now + delay;
    again_at_ = again_at_ ? std::min(*again_at_, *pending.again_at) : pending.again_at;
}

void RecordNotices::announced_settled(const WrittenItem &written, const ItemResult &result) {
    const auto found = pending_.find(std::get<RecordAnnounced>(written.item).record_id);
    if (found == pending_.end()) return;
    if (result.outcome != ItemOutcome::bad) {
        pending_.erase(found);
        return;
    }
    // It stays, as told: the wake index goes on listing it, and nobody must hear of it again and again.
    core_.log(LogLevel::error, "a record cannot be marked as announced: " + result.detail);
    put_off(found->second, kPoisonDelay);
}

void RecordNotices::tick() {
    if (!again_at_ || *again_at_ > core_.now) return;
    again_at_.reset();
    for (auto &[id, pending] : pending_) {
        if (pending.under_way || !pending.again_at) continue;
        if (*pending.again_at <= core_.now)
            announce(pending);
        else
            again_at_ = again_at_ ? std::min(*again_at_, *pending.again_at) : pending.again_at;
    }
}

void RecordNotices::left() {
    pending_.clear();
    again_at_.reset();
}

} // namespace gateway_scheduler::engine

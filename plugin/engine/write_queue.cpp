#include "engine/write_queue.h"

#include "engine/mutation.h"

#include <algorithm>
#include <utility>

namespace gateway_scheduler::engine {

Duration Backoff::next() {
    constexpr Duration kFirst = std::chrono::milliseconds(100);
    constexpr Duration kCeiling = std::chrono::seconds(30);
    constexpr int kDoublings = 9;
    const Duration delay = std::min(kCeiling, kFirst * (1 << std::min(failures_, kDoublings)));
    ++failures_;
    return delay;
}

WriteQueue::Place WriteQueue::push(WriteItem item, ItemOwner owner) {
    const std::size_t kind = item.index();
    lanes_[kind].entries.push_back({{std::move(item), std::move(owner), {}, false}, ++last_place_});
    ++waiting_;
    return last_place_;
}

// Searched for from the end: what is asked for has mostly been pushed a moment ago.
WriteItem *WriteQueue::unsent(Lane &lane, Place place) {
    std::deque<Entry> &entries = lane.entries;
    std::size_t back = 1;
    while (back < entries.size() && entries[entries.size() - back].place > place) back *= 2;
    const auto from = entries.end() - static_cast<std::ptrdiff_t>(std::min(back, entries.size()));
    const auto found = std::lower_bound(from, entries.end(), place,
                                        [](const Entry &entry, Place wanted) { return entry.place < wanted; });
    const bool waits = found != entries.end() && found->place == place && !found->written.in_doubt;
    return waits ? &found->written.item : nullptr;
}

void WriteQueue::push_first(Write call) {
    first_.push_back(std::move(call));
}

// Fair between the kinds: the one whose first item has waited longest goes next. Only claims, which somebody waits for
// by the clock, may overtake, for a bounded number of calls.
WriteQueue::Lane *WriteQueue::next_lane() {
    Lane *oldest = nullptr;
    for (Lane &lane : lanes_) {
        if (lane.entries.empty()) continue;
        if (!oldest || lane.entries.front().place < oldest->entries.front().place) oldest = &lane;
    }
    Lane &claims = lanes_[WriteItem(Claim{}).index()];
    const bool overtake = !claims.entries.empty() && &claims != oldest && claims_ahead_ < kClaimsAhead;
    claims_ahead_ = overtake ? claims_ahead_ + 1 : 0;
    return overtake ? &claims : oldest;
}

std::optional<Write> WriteQueue::take(Moment now) {
    if (under_way_ || (retry_at_ && now < *retry_at_)) return std::nullopt;
    retry_at_.reset();
    if (!first_.empty()) {
        under_way_ = UnderWay{first_.front(), 0, {}};
        first_.pop_front();
        return under_way_->call;
    }
    Lane *lane = next_lane();
    if (!lane) return std::nullopt;
    under_way_ = UnderWay{std::vector<WriteItem>{}, static_cast<std::size_t>(lane - lanes_.data()), {}};
    std::vector<WriteItem> batch;
    while (!lane->entries.empty() && batch.size() < lane->limit) {
        Entry entry = std::move(lane->entries.front());
        lane->entries.pop_front();
        --waiting_;
        if (!entry.written.in_doubt) entry.written.first_sent = now;
        batch.push_back(entry.written.item);
        under_way_->entries.push_back(std::move(entry));
    }
    return batch;
}

void WriteQueue::put_back(bool halve) {
    if (under_way_->entries.empty()) {
        first_.push_front(std::move(under_way_->call));
        return;
    }
    Lane &lane = lanes_[under_way_->kind];
    if (halve) lane.limit = std::max<std::size_t>(1, under_way_->entries.size() / 2);
    waiting_ += under_way_->entries.size();
    if (!halve) {
        for (Entry &entry : under_way_->entries) entry.written.in_doubt = true;
    }
    lane.entries.insert(lane.entries.begin(), std::make_move_iterator(under_way_->entries.begin()),
                        std::make_move_iterator(under_way_->entries.end()));
}

std::optional<WriteQueue::Settled> WriteQueue::answered(const StorageAnswer &answer, Moment now) {
    if (std::exchange(abandoned_, false)) {
        under_way_.reset();
        return std::nullopt;
    }
    const bool batch = !under_way_->entries.empty();
    const bool short_answer = batch && answer.items.size() != under_way_->entries.size();
    const bool alone = under_way_->entries.size() <= 1;
    const bool doubtful = answer.status == CallStatus::unavailable || (answer.status == CallStatus::ok && short_answer);
    if (doubtful && !(batch && mutated(Mutation::gives_up_in_doubt))) {
        put_back(false);
        under_way_.reset();
        retry_at_ = now + backoff_.next();
        return std::nullopt;
    }
    if (answer.status == CallStatus::failed && !alone) {
        put_back(true);
        under_way_.reset();
        return std::nullopt;
    }
    backoff_.reset();
    Settled settled{std::move(under_way_->call), {}};
    settled.items.reserve(under_way_->entries.size());
    for (Entry &entry : under_way_->entries) settled.items.push_back(std::move(entry.written));
    if (batch) lanes_[under_way_->kind].limit = std::min(kBatchLimit, lanes_[under_way_->kind].limit * 2);
    under_way_.reset();
    return settled;
}

// Of one kind: under way, or sent before and waiting to be sent again.
std::optional<Moment> WriteQueue::oldest_unanswered(std::size_t kind) const {
    std::optional<Moment> oldest;
    if (under_way_ && under_way_->kind == kind && !under_way_->entries.empty())
        oldest = under_way_->entries.front().written.first_sent;
    const Lane &lane = lanes_.at(kind);
    if (!lane.entries.empty() && lane.entries.front().written.in_doubt) {
        const Moment sent = lane.entries.front().written.first_sent;
        oldest = oldest ? std::min(*oldest, sent) : sent;
    }
    return oldest;
}

std::optional<Moment> WriteQueue::oldest_unanswered() const {
    std::optional<Moment> oldest;
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
        const auto sent = oldest_unanswered(kind);
        if (sent && (!oldest || *sent < *oldest)) oldest = sent;
    }
    return oldest;
}

std::optional<Moment> WriteQueue::oldest_unanswered_claim() const {
    return oldest_unanswered(WriteItem(Claim{}).index());
}

void WriteQueue::abandon() {
    for (Lane &lane : lanes_) lane.entries.clear();
    first_.clear();
    waiting_ = 0;
    abandoned_ = under_way_.has_value();
}

} // namespace gateway_scheduler::engine

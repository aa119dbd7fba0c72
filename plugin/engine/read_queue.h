// The reads that wait for the storage, one under way at a time, each with whom it is for. A read that fails for the
// moment is sent again. Not thread-safe.
#pragma once

#include "engine/storage_answer.h"
#include "engine/storage_request.h"
#include "engine/write_queue.h"

#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace gateway_scheduler::engine {

struct ForReplica {};
struct ForHorizon {};
struct ForYielded {}; // what was left to other replicas, and is still due
struct ForWake {};
struct ForRecovery {};
struct ForJob { // reload it into the horizon
    std::string job_id;
};
struct ForChange { // a job that another replica has written
    std::string job_id;
};
struct ForRun { // the definition of a run's job
    Id run_id;
};
struct ForCompletion { // of a run that is not in memory
    Id run_id;
};
struct ForRow { // of a run that the store closed
    Id run_id;
};
struct ForDisabling { // a job that cannot go on
    std::string job_id;
    std::string why;
};
struct ForRecord { // the job that a record tells of
    Id record_id;
};
struct ForCalendars {};
struct ForSweep {};   // jobs whose times may have to be derived anew
struct ForAtStart {}; // jobs that fire when an instance starts
struct ForFinished {  // may the job be deleted?
    std::string job_id;
};
struct ForInquiry {
    std::uint64_t inquiry = 0;
};
struct ForCommand {
    std::uint64_t command = 0;
};

using ReadOwner = std::variant<ForReplica, ForHorizon, ForYielded, ForWake, ForRecovery, ForJob, ForChange, ForRun,
                               ForRow, ForDisabling, ForRecord, ForCompletion, ForCalendars, ForSweep, ForAtStart,
                               ForFinished, ForInquiry, ForCommand>;

struct PendingRead {
    Read read;
    ReadOwner owner;
};

class ReadQueue {
  public:
    void push(Read read, ReadOwner owner) { waiting_.push_back({std::move(read), std::move(owner)}); }

    std::optional<Read> take(Moment now) {
        if (under_way_ || waiting_.empty() || (retry_at_ && now < *retry_at_)) return std::nullopt;
        retry_at_.reset();
        under_way_ = std::move(waiting_.front());
        waiting_.pop_front();
        return under_way_->read;
    }

    // Whom the answer is for; nobody when the read is going to be sent again.
    std::optional<PendingRead> answered(const StorageAnswer &answer, Moment now) {
        PendingRead answered = std::move(*under_way_);
        under_way_.reset();
        if (answer.status == CallStatus::unavailable) {
            retry_at_ = now + backoff_.next();
            waiting_.push_front(std::move(answered));
            return std::nullopt;
        }
        backoff_.reset();
        return answered;
    }

    bool under_way() const { return under_way_.has_value(); }
    std::size_t waiting() const { return waiting_.size(); }
    std::optional<Moment> retry_at() const { return retry_at_; }
    void clear() { waiting_.clear(); }

  private:
    std::deque<PendingRead> waiting_;
    std::optional<PendingRead> under_way_;
    std::optional<Moment> retry_at_;
    Backoff backoff_;
};

} // namespace gateway_scheduler::engine

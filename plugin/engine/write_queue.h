// The writes that wait for the storage, and the one call that is under way. Whatever piles up meanwhile goes into the
// next call (group commit); a call whose answer was lost is sent again unchanged; a batch that fails for good is
// halved until the bad item stands alone. Not thread-safe.
#pragma once

#include "engine/job_ref.h"
#include "engine/storage_answer.h"
#include "engine/storage_request.h"

#include <array>
#include <deque>
#include <optional>
#include <variant>
#include <vector>

namespace gateway_scheduler::engine {

// Who is told of an item's result.
struct JobOwner {
    std::string job_id;
    std::int32_t units = 0; // of capacity, held for a claim
    JobRef job_ref = {};
};
struct RunOwner {
    Id run_id;
};
struct CommandOwner {
    std::uint64_t command = 0;
};
struct RecordOwner {
    Id record_id;
};
struct SweepOwner {
    Boxed<JobRow> row; // as it was read
};
struct FinishedOwner { // a job that is deleted because it can fire no more
    std::string job_id;
};
struct NoOwner {}; // whatever comes of it, nothing depends on it
using ItemOwner = std::variant<JobOwner, RunOwner, CommandOwner, RecordOwner, SweepOwner, FinishedOwner, NoOwner>;

struct WrittenItem {
    WriteItem item;
    ItemOwner owner;
    Moment first_sent{};   // of the sending whose outcome is in doubt, if there is one
    bool in_doubt = false; // an earlier answer was lost: it perhaps took effect then
};

// Waiting time after failures in a row: doubling, with a ceiling.
class Backoff {
  public:
    Duration next();
    void reset() { failures_ = 0; }

  private:
    int failures_ = 0;
};

class WriteQueue {
  public:
    using Place = std::uint64_t; // in the line; never 0

    Place push(WriteItem item, ItemOwner owner);
    void push_first(Write call); // join, beat, retire: before any batch

    // An item of this kind that waits and was not sent yet; null: it was. Another one of the kind may be put in its
    // place.
    template <class Item>
    WriteItem *unsent(Place place) {
        return unsent(lanes_[WriteItem(std::in_place_type<Item>).index()], place);
    }

    // The next call, unless one is under way, nothing waits, or the storage is being left alone after a failure.
    std::optional<Write> take(Moment now);

    struct Settled {
        Write call;                     // what was answered; of a batch, `items` has the items instead
        std::vector<WrittenItem> items; // of a batch, in the order of the answer's results
    };
    // The call under way was answered. Nothing is settled while its outcome is in doubt.
    std::optional<Settled> answered(const StorageAnswer &answer, Moment now);

    // When the oldest item without an answer was sent first: any, or of the claims.
    std::optional<Moment> oldest_unanswered() const;
    std::optional<Moment> oldest_unanswered_claim() const;

    bool idle() const { return !under_way_ && waiting_ == 0 && first_.empty(); }
    bool under_way() const { return under_way_.has_value(); }
    std::optional<Moment> retry_at() const { return retry_at_; }
    std::size_t waiting() const { return waiting_; }
    bool full_batch_waits() const { return waiting_ >= kBatchLimit; }

    // Forget everything, the answer that is still to come included: the incarnation that wrote it is over.
    void abandon();

  private:
    static constexpr std::size_t kKinds = std::variant_size_v<WriteItem>;
    static constexpr std::size_t kBatchLimit = 500;
    static constexpr int kClaimsAhead = 20; // calls with claims that may go before older writes, in a row

    struct Entry {
        WrittenItem written;
        Place place = 0;
    };
    struct Lane {
        std::deque<Entry> entries;
        std::size_t limit = kBatchLimit;
    };
    struct UnderWay {
        Write call; // of a batch empty; its entries stand beside it
        std::size_t kind = 0;
        std::vector<Entry> entries;
    };

    Lane *next_lane();
    static WriteItem *unsent(Lane &lane, Place place);
    std::optional<Moment> oldest_unanswered(std::size_t kind) const;
    void put_back(bool halve);

    std::array<Lane, kKinds> lanes_;
    std::deque<Write> first_;
    std::optional<UnderWay> under_way_;
    bool abandoned_ = false; // the call under way is nobody's any more
    std::optional<Moment> retry_at_;
    Backoff backoff_;
    Place last_place_ = 0;
    std::size_t waiting_ = 0;
    int claims_ahead_ = 0;
};

} // namespace gateway_scheduler::engine

// Notices about records (skips, missed instants, disabled jobs): told at least once, after the record is durable.
// Notices about runs belong to the run. Not thread-safe.
#pragma once

#include "engine/core.h"
#include "engine/neighbours.h"

#include <memory>
#include <optional>
#include <unordered_map>

namespace gateway_scheduler::engine {

class RecordNotices {
  public:
    RecordNotices(Core &core, const Neighbours &neighbours) : core_(core), neighbours_(neighbours) {}

    // A record that is in the store and not announced; one of another living replica is not ours to tell.
    void add(const RecordRow &record);
    void job_read(Id record_id, const StorageAnswer &answer);
    bool answered(Id notice_id, NoticeStatus status); // false: not a notice about a record
    void announced_settled(const WrittenItem &written, const ItemResult &result);
    void tick();
    void left();

    std::optional<Moment> next_wake() const { return again_at_; }
    std::size_t size() const { return pending_.size(); }

  private:
    struct Pending {
        RecordRow record;
        bool under_way = false;
        bool told = false; // or given up, or of no interest: what is left is to mark it as announced
        int failures = 0;
        std::optional<Moment> again_at;
        std::shared_ptr<const Definition> definition;
    };

    void announce(Pending &pending);
    void mark_announced(Pending &pending);
    void put_off(Pending &pending, Duration delay);

    Core &core_;
    const Neighbours &neighbours_;
    std::unordered_map<Id, Pending> pending_;
    std::optional<Moment> again_at_; // when the first of those that were put off is due again
};

} // namespace gateway_scheduler::engine

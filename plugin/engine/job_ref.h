// Where a job stands in the horizon, so that a write's answer finds it without a search by id. A reference outlives
// what it refers to: it then finds nothing. Not thread-safe.
#pragma once

#include <cstdint>
#include <vector>

namespace gateway_scheduler::engine {

struct JobRef {
    std::uint32_t place = 0;
    std::uint32_t tenant = 0; // how many have stood there, this one included; 0: refers to nothing
};

template <class Job>
class JobRefs {
  public:
    JobRef add(Job &job) {
        if (free_.empty()) {
            free_.push_back(static_cast<std::uint32_t>(places_.size()));
            places_.push_back({});
        }
        const std::uint32_t place = free_.back();
        free_.pop_back();
        places_[place].job = &job;
        return {place, ++places_[place].tenant};
    }

    void remove(JobRef ref) {
        places_[ref.place].job = nullptr;
        free_.push_back(ref.place);
    }

    // Null: it stands there no more.
    Job *find(JobRef ref) const {
        if (ref.tenant == 0 || places_[ref.place].tenant != ref.tenant) return nullptr;
        return places_[ref.place].job;
    }

  private:
    struct Place {
        Job *job = nullptr;
        std::uint32_t tenant = 0;
    };
    std::vector<Place> places_;
    std::vector<std::uint32_t> free_;
};

} // namespace gateway_scheduler::engine

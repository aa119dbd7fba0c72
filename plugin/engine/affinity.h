// Which of the living replicas a job prefers: the one with the greatest hash of the job's id and its own name. So each
// finds the same one without asking, every replica gets its share, and when one comes or goes no other pair of job and
// replica changes. It is a matter of not getting in each other's way: whoever claims wins. Pure.
#pragma once

#include "schedule/hash.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace gateway_scheduler::engine {

class Affinity {
  public:
    void others_alive(std::vector<std::string> instances) { others_ = std::move(instances); }

    // No living one is preferred to this instance.
    bool prefers(const std::string &job_id, const std::string &instance) const {
        if (others_.empty()) return true;
        const std::uint64_t own = spread(schedule::job_hash(job_id, instance));
        for (const std::string &other : others_) {
            const std::uint64_t hash = spread(schedule::job_hash(job_id, other));
            if (hash > own || (hash == own && other < instance)) return false;
        }
        return true;
    }

  private:
    // Names that differ in their last letter alone have hashes that are close to each other.
    static std::uint64_t spread(std::uint64_t hash) {
        hash = (hash ^ (hash >> 31U)) * 0x9E3779B97F4A7C15U;
        hash = (hash ^ (hash >> 29U)) * 0xD6E8FEB86659FD93U;
        return hash ^ (hash >> 32U);
    }

    std::vector<std::string> others_;
};

} // namespace gateway_scheduler::engine

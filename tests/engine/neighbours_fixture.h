// This engine and another replica beside it, from 09:00 on. Not thread-safe.
#pragma once

#include "neighbour.h"
#include "policy_fixture.h"

#include <string>

namespace engine_test {

// Longer than this nobody is taken care of: a lease of two minutes, seen at reads forty seconds apart, and a read.
inline constexpr Duration kCertain = 2min + 2 * 40s + 10s;

class Neighbours : public APolicy {
  protected:
    Neighbours() {
        bench.config.executor_answers = true;
        bench.start();
    }

    Definition lasting(const std::string &id = "a", const std::string &schedule = "0 10 * * *") {
        Definition definition = job(id, schedule);
        definition.timeout = 24h;
        return definition;
    }
    // It is ten, and the other one has claimed what is due; this engine looks at nothing meanwhile.
    Id claimed_by_the_other(const Definition &definition) {
        bench.put(definition);
        bench.run_for(at("2026-03-23T10:00:00") - bench.now() - 1s);
        other.join();
        bench.monotonic += 1s;
        return other.claim(definition.id);
    }
    Id running_at_the_other(const Definition &definition) {
        bench.put(definition);
        bench.run_for(at("2026-03-23T10:00:00") - bench.now() - 1s);
        other.join();
        bench.monotonic += 1s;
        return other.claim_and_run(definition.id);
    }
    // The same, but it has skipped what is due and has told nobody.
    Id skipped_by_the_other() {
        Definition definition = lasting();
        definition.notify_on = 63;
        bench.put(definition);
        bench.run_for(at("2026-03-23T10:00:00") - bench.now() - 1s);
        other.join();
        bench.monotonic += 1s;
        return other.skip_untold("a");
    }
    // Time passes, and it beats.
    void alive_for(Duration duration) {
        for (Duration passed{0}; passed < duration; passed += 40s) {
            bench.run_for(40s);
            other.beat();
        }
    }
    const ReplicaRow &replica(const Neighbour &neighbour) const {
        for (const ReplicaRow &found : bench.store.replicas()) {
            if (found.incarnation == neighbour.caller.incarnation) return found;
        }
        ADD_FAILURE() << "it never joined";
        return bench.store.replicas().front();
    }

    Neighbour other{bench, "other", 50};
};

} // namespace engine_test

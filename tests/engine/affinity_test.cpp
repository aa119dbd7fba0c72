// Replicas share the jobs out without asking: each job prefers one of them, and the others wait a moment before they
// claim it.
#include "engine/affinity.h"
#include "neighbours_fixture.h"

#include <map>

namespace engine_test {
namespace {

std::string preferred(const std::string &job_id, const std::vector<std::string> &instances) {
    std::string found;
    for (const std::string &instance : instances) {
        std::vector<std::string> others = instances;
        std::erase(others, instance);
        Affinity affinity;
        affinity.others_alive(others);
        if (!affinity.prefers(job_id, instance)) continue;
        EXPECT_EQ(found, "") << job_id << " prefers two";
        found = instance;
    }
    return found;
}

TEST(AnAffinity, IsForExactlyOneAndSharesEvenly) {
    const std::vector<std::string> instances{"gateway-1", "gateway-2", "gateway-3", "gateway-4"};
    std::map<std::string, int> jobs;
    for (int i = 0; i < 10'000; ++i) ++jobs[preferred("job-" + std::to_string(i), instances)];
    for (const std::string &instance : instances) {
        EXPECT_GT(jobs[instance], 2300) << instance;
        EXPECT_LT(jobs[instance], 2700) << instance;
    }
}

TEST(AnAffinity, OfTheOthersStaysWhenOneGoes) {
    for (int i = 0; i < 1000; ++i) {
        const std::string id = "job-" + std::to_string(i);
        const std::string before = preferred(id, {"a", "b", "c"});
        if (before == "c") continue;
        EXPECT_EQ(preferred(id, {"a", "b"}), before) << id;
    }
}

TEST(AnAffinity, OfOneAloneIsForItself) {
    EXPECT_TRUE(Affinity().prefers("a", "default"));
}

// This engine is called "bench", the other one "other".
class TwoReplicas : public Neighbours {
  protected:
    TwoReplicas() {
        bench.config.capacity = 10'000;
        bench.start();
        other.join();
        bench.run_for(1min); // it has read who is alive
        other.beat();
    }

    // A job for the next minute that prefers this one, or the other one.
    std::string a_job_for(const std::string &instance) {
        for (int i = 0;; ++i) {
            const std::string id = "job-" + std::to_string(i);
            if (preferred(id, {bench.config.instance, other.caller.instance}) != instance) continue;
            bench.put(job(id, "@at 2026-03-23T09:02:00"));
            return id;
        }
    }
    void run_until(const std::string &time) { bench.run_for(at(time) - bench.now()); }
};

TEST_F(TwoReplicas, ItsOwnJobIsClaimedAtOnce) {
    a_job_for(bench.config.instance);
    run_until("2026-03-23T09:02:00");
    EXPECT_EQ(bench.starts.size(), 1U);
}

TEST_F(TwoReplicas, AnothersJobIsClaimedAMomentLater) {
    a_job_for(other.caller.instance);
    run_until("2026-03-23T09:02:00");
    bench.run_for(200ms);
    EXPECT_TRUE(bench.starts.empty());
    bench.run_for(400ms);
    EXPECT_EQ(bench.starts.size(), 1U);
    EXPECT_EQ(bench.engine->stats().claims_lost, 0);
}

TEST_F(TwoReplicas, WhatTheOtherOneClaimedIsNotTried) {
    const std::string id = a_job_for(other.caller.instance);
    run_until("2026-03-23T09:02:00");
    other.claim(id);
    bench.run_for(1min);
    EXPECT_TRUE(bench.starts.empty());
    EXPECT_EQ(bench.engine->stats().claims_lost, 0);
    EXPECT_EQ(bench.engine->health().jobs, 0U) << "it is forgotten";
}

TEST_F(TwoReplicas, ManyJobsOfTheOtherOneCostOneReading) {
    std::vector<std::string> ids;
    for (int i = 0; ids.size() < 300; ++i) {
        const std::string id = "job-" + std::to_string(i);
        if (preferred(id, {bench.config.instance, other.caller.instance}) == bench.config.instance) continue;
        bench.put(job(id, "@at 2026-03-23T09:02:00"));
        ids.push_back(id);
    }
    run_until("2026-03-23T09:02:00");
    for (const std::string &id : ids) other.claim(id);
    const int before = bench.storage_calls;
    bench.run_for(2s);
    EXPECT_LE(bench.storage_calls - before, 3);
    EXPECT_EQ(bench.engine->stats().claims_lost, 0);
}

// A recurring one is known again with the next refresh, and is helped with if the other one does not claim it.
TEST_F(TwoReplicas, ARecurringJobGoesOnWhenTheOtherOneFallsSilent) {
    std::string id;
    for (int i = 0; id.empty(); ++i) {
        const std::string candidate = "job-" + std::to_string(i);
        if (preferred(candidate, {bench.config.instance, other.caller.instance}) != bench.config.instance) {
            id = candidate;
        }
    }
    bench.put(job(id, "*/10 * * * * *"));
    run_until("2026-03-23T09:01:10");
    other.close(other.claim_and_run(id), Outcome::succeeded);
    bench.run_for(9s);
    EXPECT_TRUE(bench.starts.empty());
    bench.run_for(2s); // 09:01:21, and the other one did nothing
    EXPECT_EQ(bench.starts.size(), 1U);
}

TEST_F(TwoReplicas, AStorageThatDoesNotAnswerIsNotPolled) {
    std::size_t yielded = 0;
    for (int i = 0; yielded < 20; ++i) {
        const std::string id = "job-" + std::to_string(i);
        if (preferred(id, {bench.config.instance, other.caller.instance}) == bench.config.instance) continue;
        bench.put(job(id, "@at 2026-03-23T09:02:00"));
        ++yielded;
    }
    run_until("2026-03-23T09:02:00");
    bench.reads = Weather::lost_before;
    const int before = bench.ticks;
    bench.run_for(1min);
    EXPECT_LT(bench.ticks - before, 60);
    EXPECT_TRUE(bench.starts.empty());
    bench.reads = Weather::fine;
    bench.run_for(40s); // until it is asked again
    EXPECT_EQ(bench.starts.size(), yielded);
}

TEST_F(TwoReplicas, AJobThatIsInAHurryIsClaimedByAnybody) {
    for (int i = 0; i < 10; ++i) {
        Definition definition = job("job-" + std::to_string(i), "@at 2026-03-23T09:02:00");
        definition.start_deadline = 1s;
        bench.put(definition);
    }
    run_until("2026-03-23T09:02:00");
    EXPECT_EQ(bench.starts.size(), 10U);
}

TEST_F(TwoReplicas, OnceTheOtherOneHasLeftItsJobsAreThisOnesOwn) {
    other.leave();
    bench.run_for(50s); // until the replicas are read again
    bench.put(job("a", "@at 2026-03-23T09:02:00"));
    for (int i = 0; i < 20; ++i) bench.put(job("job-" + std::to_string(i), "@at 2026-03-23T09:02:00"));
    run_until("2026-03-23T09:02:00");
    EXPECT_EQ(bench.starts.size(), 21U);
}

} // namespace
} // namespace engine_test

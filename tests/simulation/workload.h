// The jobs of a simulated gateway, and the people who edit, pause, remove and start them. Not thread-safe.
#pragma once

#include "life.h"
#include "world.h"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace simulation {

inline constexpr const char *kCrowd = "crowd-"; // what the ids of those begin with that are many

class Workload {
  public:
    // `present` is the scheduler that the host has at the moment, or null.
    // `crowd`: so many jobs of once a day beside those that are watched closely.
    Workload(World &world, std::function<Life *()> present, int crowd = 0);

    void begin();     // adds all jobs, and keeps people busy from then on
    void wind_down(); // pauses everything; nobody does anything any more

  private:
    struct Job {
        engine::Definition definition;
        bool added = false;
        bool bursts = false; // resumed for some minutes only, now and then
    };

    // workload_jobs.cpp
    void plan_jobs();
    void plan_plain_jobs();
    void plan_overlapping_jobs();
    void plan_late_jobs();
    void plan_ending_jobs();
    void plan_crowd(int count);
    void renew(Job &job);
    void edit(Job &job);
    void edit_setting(engine::Definition &definition);
    Job &add(const std::string &id, const std::string &schedule, engine::Duration duration);
    void send(engine::CommandRequest request);
    void put(Job &job);
    void add_crowd();
    void next_deed();
    void some_deed();
    void cancel_some_run();
    void next_burst(const std::string &job_id);
    void end_burst(const std::string &job_id);

    World &world_;
    Random random_;
    std::function<Life *()> present_;
    std::vector<std::string> ids_;
    std::map<std::string, Job> jobs_;
    std::deque<engine::Definition> crowd_; // that is not stored yet
    Behaviours behaviours_;
    std::int64_t last_edit_ = 0;
    engine::CommandId last_command_ = 0;
    bool winding_down_ = false;
};

} // namespace simulation

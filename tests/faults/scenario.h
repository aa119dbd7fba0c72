// One fault in the life of a gateway: jobs fire, are edited and canceled, the scheduler is replaced, and one call of
// one hook goes wrong. Each scenario has a database of its own; many run side by side.
#pragma once

#include "faults/gateway.h"
#include "faults/history.h"
#include "faults/injector.h"
#include "faults/judge.h"
#include "loader/plugin.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace faults {

struct Outcome {
    Fate fate{};
    std::vector<std::string> problems; // empty: everything held
    std::string log;                   // of the scheduler
    std::chrono::milliseconds took{};
};

// Throws nothing: what goes wrong is a problem of the outcome.
Outcome play(const sample_host::Plugin &plugin, const Fate &fate);

class Scenario {
  public:
    Scenario(const sample_host::Plugin &plugin, const Fate &fate, const std::filesystem::path &file);

    // Throws std::runtime_error when something does not come to pass.
    void play();

    std::vector<std::string> problems() const { return problems_; }
    std::string log() const { return gateway_.log(); }

  private:
    template <class Acts>
    void stage(Stage stage, const Acts &acts);

    void start();
    void fire();
    void edit();
    void have_one_by_hand();
    void swap();
    void ask();
    void spoil();
    void cancel();
    void go_on();
    void end();
    void settle();
    void expect_fires(const std::string &job_id, std::int64_t since);
    bool spoilt_is_disabled();
    bool all_closed(const std::string &job_id);

    Fate fate_;
    Injector injector_;
    Gateway gateway_;
    History history_;
    Evidence evidence_;
    std::vector<std::string> problems_;
};

} // namespace faults

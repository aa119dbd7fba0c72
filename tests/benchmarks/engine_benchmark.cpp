// The engine alone: thousands of jobs of every minute through simulated hours, against a store and an executor that
// answer at once and keep nothing but what the engine asks for. One core; the time of these stand-ins is in the
// figures.
#include "next_fire/allocations.h"

#include "engine/engine.h"

#include <date/date.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace {

using namespace gateway_scheduler::engine;
using namespace std::chrono_literals;

class OnlyUtc : public ZoneSource {
  public:
    gateway_scheduler::schedule::Result<std::shared_ptr<const gateway_scheduler::schedule::Zone>>
    find(std::string_view /*name*/) override {
        return gateway_scheduler::schedule::Zone::utc();
    }
    std::string version() override { return "2026a"; }
};

// Carries out whatever it is asked to, for a single scheduler that makes no mistakes.
class Store {
  public:
    explicit Store(int jobs) {
        for (int i = 0; i < jobs; ++i) {
            Definition definition;
            definition.id = std::to_string(1'000'000 + i);
            definition.schedule = "* * * * *";
            definition.notify_on = 0;
            JobRow row;
            row.definition = std::make_shared<const Definition>(std::move(definition));
            row.generation = row.version = ++version_;
            row.revision = 1;
            row.next_fire = row.fire_at = row.look_at = first_fire();
            rows_.push_back(std::move(row));
        }
    }
    static Instant first_fire() { return date::sys_days{date::year{2026} / 3 / 23} + 9h; }

    StorageAnswer answer(const Read &read, Id incarnation, Instant now, Moment moment) {
        StorageAnswer answer = answered(now, moment);
        if (std::holds_alternative<ReadReplicas>(read)) {
            answer.replicas.emplace_back();
            answer.replicas.back().instance = "default";
            answer.replicas.back().incarnation = incarnation;
        }
        if (const auto *due = std::get_if<ReadDue>(&read)) read_due(*due, answer);
        events += static_cast<std::int64_t>(answer.jobs.size()) + 1;
        return answer;
    }

    StorageAnswer answer(const Write &write, Instant now, Moment moment) {
        StorageAnswer answer = answered(now, moment);
        const auto *items = std::get_if<std::vector<WriteItem>>(&write);
        if (!items) {
            answer.items.emplace_back();
        } else {
            for (const WriteItem &item : *items) answer.items.push_back(carry_out(item, now));
        }
        events += static_cast<std::int64_t>(answer.items.size());
        return answer;
    }

    std::int64_t events = 0;

  private:
    static StorageAnswer answered(Instant now, Moment moment) {
        StorageAnswer answer;
        answer.store_now = now;
        answer.sent = answer.received = moment;
        return answer;
    }

    // All of them are due at one instant, so that a page goes by the id alone.
    void read_due(const ReadDue &due, StorageAnswer &answer) const {
        std::size_t first = due.after_id.empty() ? 0 : index(due.after_id) + 1;
        for (; first < rows_.size() && answer.jobs.size() < due.limit; ++first) {
            const JobRow &row = rows_[first];
            const bool before = due.after_look_at && row.look_at < due.after_look_at;
            if (!before && row.look_at <= due.until) answer.jobs.push_back(row);
        }
    }

    ItemResult carry_out(const WriteItem &item, Instant now) {
        ItemResult result;
        result.at = now;
        if (const auto *claim = std::get_if<Claim>(&item)) {
            JobRow &row = rows_[index(claim->definition->id)];
            row.next_fire = claim->next_fire;
            row.fire_at = claim->fire_at;
            row.look_at = claim->look_at;
            row.cursor = claim->due_at;
            ++row.fires;
            result.version = row.version = ++version_;
            result.epoch = result.attempt = 1;
            open_.emplace_back(claim->run_id, index(claim->definition->id));
        } else if (const auto *update = std::get_if<Update>(&item)) {
            result.state = update->to_state;
            result.run_outcome = update->outcome;
            if (update->to_state == RunState::closed) close(update->run_id, result);
        }
        return result;
    }

    void close(Id run_id, ItemResult &result) {
        if (open_.front().first != run_id) std::abort(); // these runs end in the order in which they began
        JobRow &row = rows_[open_.front().second];
        result.version_before = row.version;
        result.version = row.version = ++version_;
        open_.pop_front();
    }

    static std::size_t index(const std::string &id) {
        return static_cast<std::size_t>(std::strtol(id.c_str(), nullptr, 10)) - 1'000'000;
    }

    std::vector<JobRow> rows_;
    std::deque<std::pair<Id, std::size_t>> open_; // runs, and of which job
    std::int64_t version_ = 0;
};

class Drive {
  public:
    explicit Drive(int jobs) : store_(jobs), engine_(config(), zones_) {}

    // How many fires came of so many simulated minutes.
    std::int64_t run(int minutes) {
        if (!started_) engine_.start(moment_);
        started_ = true;
        const std::int64_t before = engine_.stats().claims;
        const Moment end = moment_ + 1min * minutes;
        settle();
        for (auto wake = engine_.next_wake(); wake && *wake < end; wake = engine_.next_wake()) {
            moment_ = std::max(moment_, *wake);
            engine_.tick(moment_);
            ++store_.events;
            settle();
        }
        moment_ = end;
        return engine_.stats().claims - before;
    }
    std::int64_t events() const { return store_.events; }
    std::int64_t succeeded() const { return engine_.stats().succeeded; }

  private:
    static Config config() {
        Config config;
        config.capacity = 1'000'000;
        config.store_exclusive = true;
        config.refresh = 60s;
        return config;
    }
    Instant now() const { return Store::first_fire() - 30s + (moment_ - Moment(1000h)); }

    void settle() {
        for (;;) {
            for (const Decision &decision : engine_.take_decisions()) carry_out(decision);
            if (const auto write = engine_.take_write(moment_)) {
                engine_.write_came(store_.answer(*write, now(), moment_), moment_);
                engine_.settle_write(moment_);
            } else if (const auto read = engine_.take_read(moment_)) {
                engine_.read_answered(store_.answer(*read, engine_.incarnation(), now(), moment_), moment_);
            } else {
                return;
            }
        }
    }

    // Accepted, and a moment later completed.
    void carry_out(const Decision &decision) {
        const auto *start = std::get_if<StartRun>(&decision);
        if (!start) return;
        engine_.start_answered(start->run_id, start->attempt, StartStatus::accepted, {}, moment_);
        engine_.completed(start->run_id, start->attempt, Completion{}, moment_);
        store_.events += 2;
    }

    OnlyUtc zones_;
    Store store_;
    Engine engine_;
    Moment moment_{1000h};
    bool started_ = false;
};

// `jobs` fire at the same instants, five times as many fires as are asked for, and the median of the five.
void measure(int jobs, int fires) {
    constexpr int kRepetitions = 5;
    const int minutes = std::max(1, fires / jobs);
    Drive drive(jobs);
    drive.run(2); // warm
    std::vector<std::pair<double, double>> rates;
    for (int i = 0; i < kRepetitions; ++i) {
        const std::int64_t before = drive.events();
        const auto begin = std::chrono::steady_clock::now();
        const std::int64_t fired = drive.run(minutes);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        rates.emplace_back(static_cast<double>(drive.events() - before) / took.count(),
                           static_cast<double>(fired) / took.count());
    }
    std::sort(rates.begin(), rates.end());
    std::int64_t fired = 0;
    const auto allocations = next_fire::count_allocations([&] { fired = drive.run(minutes); });
    fmt::print("{:>20} {:>12.0f} {:>12.0f} {:>12.0f} {:>12.0f} {:>10.1f} {:>12}\n", jobs, rates.front().first,
               rates[kRepetitions / 2].first, rates.back().first, rates[kRepetitions / 2].second,
               static_cast<double>(allocations.calls) / static_cast<double>(fired), drive.succeeded());
}

} // namespace

int main() {
    constexpr int kFires = 200'000;
    fmt::print("{:>20} {:>12} {:>12} {:>12} {:>12} {:>10} {:>12}\n", "jobs at one instant", "events/s", "median",
               "most", "fires/s", "alloc/fire", "succeeded");
    for (const int jobs : {1'000, 10'000, 100'000}) measure(jobs, kFires);
    return 0;
}

// breaks_rest.cpp - values, batches and races.
#include "breaks.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>

namespace kit_test {

namespace {

using conformance::text;

// A put whose row and definition may be changed.
Break put_changes(const char *name, std::vector<std::string> caught, std::function<void(gs_job &)> change) {
    return {name, std::move(caught), [change = std::move(change)](BrokenStorage &storage, MemoryGateway &) {
                const auto room = std::make_shared<std::pair<gs_job_row, gs_job>>();
                storage.on<gs_put_job>() = [room, change](gs_put_job &item, Call &call) {
                    if (call.index != 0 || call.on_another_thread) return; // one room
                    room->first = *item.row;
                    room->second = *room->first.definition;
                    change(room->second);
                    room->first.definition = &room->second;
                    item.row = &room->first;
                };
            }};
}

// What was told of later items than the first.
Break later_items(const char *name, std::vector<std::string> caught,
                  std::function<void(gs_item_result &, const Call &)> change) {
    return {name, std::move(caught), [change = std::move(change)](BrokenStorage &storage, MemoryGateway &) {
                storage.result = [change](gs_item_result &result, const Call &call) {
                    if (call.index > 0) change(result, call);
                };
            }};
}

void one_refusal_refuses_the_rest(BrokenStorage &storage, MemoryGateway & /*gateway*/) {
    storage.result = [refused = std::make_shared<bool>(false)](gs_item_result &result, const Call &call) {
        if (!call.is("claim") || call.on_another_thread) return;
        if (call.index == 0) *refused = false;
        *refused = *refused || (result.outcome != GS_ITEM_DONE && result.outcome != GS_ITEM_ALREADY);
        if (*refused && result.outcome == GS_ITEM_DONE) result.outcome = GS_ITEM_CONFLICT;
    };
}

// As many places more as items of the call before were on the key.
void items_do_not_see_each_other(BrokenStorage &storage, MemoryGateway & /*gateway*/) {
    const auto before = std::make_shared<std::map<std::string, int>>();
    storage.on<gs_claim>() = [before](gs_claim &item, Call &call) {
        if (call.on_another_thread) return;
        if (call.index == 0) before->clear();
        item.max_active += (*before)[text(item.concurrency_key)]++;
    };
}

void refused_put_leaves_its_record(BrokenStorage &storage, MemoryGateway & /*gateway*/) {
    storage.on<gs_put_job>() = [&storage](gs_put_job &item, Call &) {
        const gs_string id = item.row->definition->id;
        if (item.record == nullptr || !storage.has_job(id)) return;
        const conformance::SeenJob job = storage.job_of(id);
        if (job.row.version == item.expected_version) return;
        conformance::PutItem same(job);
        const conformance::Replica writer = storage.writer("record");
        same.row.writer = writer.incarnation();
        same.record = conformance::RecordItem{};
        same.record->id = item.record->id;
        same.record->job_id = job.id;
        same.record->announced = 1;
        writer.put(same);
        item.expected_version = job.row.version; // is that of the row before, so it stays refused
    };
}

// Lets those that race win whatever the version is by now.
void racing_claims_win(BrokenStorage &storage, MemoryGateway & /*gateway*/) {
    storage.on<gs_claim>() = [&storage](gs_claim &item, Call &call) {
        if (call.on_another_thread) item.version = storage.job_of(item.job_id).row.version;
    };
}

// Holds those that race until three have a run of the key, so that the race takes place at any speed.
class Meeting {
  public:
    void claimed() {
        const std::scoped_lock hold(mutex_);
        ++claims_;
        changed_.notify_all();
    }
    void await() {
        std::unique_lock hold(mutex_);
        changed_.wait_for(hold, std::chrono::seconds(5), [this] { return claims_ >= 3; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int claims_ = 0;
};

void racing_claims_overfill(BrokenStorage &storage, MemoryGateway & /*gateway*/) {
    static constexpr std::int32_t enough = 777;
    const auto meeting = std::make_shared<Meeting>();
    storage.on<gs_claim>() = [](gs_claim &item, Call &call) {
        if (call.on_another_thread && item.max_active == 2) item.max_active = enough;
    };
    storage.result = [meeting](gs_item_result &result, const Call &call) {
        if (!call.is("claim") || !call.on_another_thread || result.outcome != GS_ITEM_DONE) return;
        if (static_cast<const gs_claim *>(call.item)->max_active == enough) meeting->claimed();
    };
    storage.on<gs_runs_page>() = [meeting](gs_runs_page &page, Call &call) {
        if (call.on_another_thread && page.concurrency_key.size != 0) meeting->await();
    };
}

void racing_puts_overwrite(BrokenStorage &storage, MemoryGateway & /*gateway*/) {
    storage.on<gs_put_job>() = [&storage](gs_put_job &item, Call &call) {
        const gs_string id = item.row->definition->id;
        if (call.on_another_thread && storage.has_job(id)) item.expected_version = storage.job_of(id).row.version;
    };
}

void dirty_reads(BrokenStorage &storage, MemoryGateway & /*gateway*/) {
    storage.job = [](gs_job_row &row, gs_job &, const Call &call) {
        if (call.on_another_thread) row.fires += 1'000;
        return true;
    };
}

} // namespace

Breaks breaks_of_values() {
    return {
        put_changes("schedules have 255 bytes at most", {"storage.values.texts"},
                    [](gs_job &job) { job.schedule.size = std::min<std::uint64_t>(job.schedule.size, 255); }),
        put_changes("a NUL ends a text", {"storage.values.nul"},
                    [](gs_job &job) {
                        job.name.size =
                            text(job.name).find('\0') == std::string::npos ? job.name.size : text(job.name).find('\0');
                    }),
        put_changes("every job has priority 0", {"storage.values.numbers"}, [](gs_job &job) { job.priority = 0; }),
        put_changes("payloads of less than a kilobyte lose their last byte",
                    {"storage.values.bytes", "storage.claim.payload", "storage.begin.start", "storage.get_job.row"},
                    [](gs_job &job) {
                        if (job.payload.size > 0 && job.payload.size < 1'024) --job.payload.size;
                    }),
        put_changes("payloads have 1 MiB at most", {"storage.values.large"},
                    [](gs_job &job) { job.payload.size = std::min<std::uint64_t>(job.payload.size, 1 << 20); }),
        {"outputs have less than 64 KiB",
         {"storage.values.output"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.on<gs_update>() = [](gs_update &item, Call &) {
                 item.output.size = std::min<std::uint64_t>(item.output.size, GS_MAX_OUTPUT_SIZE - 1);
             };
         }},
    };
}

Breaks breaks_of_batches() {
    return {
        {"one refused claim refuses the rest", {"storage.batch.own_answers"}, one_refusal_refuses_the_rest},
        {"claims of one call do not see each other", {"storage.batch.claims"}, items_do_not_see_each_other},
        later_items("puts of one call do not see each other", {"storage.batch.puts"},
                    [](gs_item_result &result, const Call &call) {
                        if (call.is("put_job") && result.outcome == GS_ITEM_CONFLICT) result.outcome = GS_ITEM_DONE;
                    }),
        later_items("updates of one call do not see each other", {"storage.batch.updates"},
                    [](gs_item_result &result, const Call &call) {
                        if (call.is("update") && result.outcome == GS_ITEM_GONE) result.outcome = GS_ITEM_DONE;
                    }),
        later_items("closes of one call tell the version before all of them", {"storage.batch.counters"},
                    [](gs_item_result &result, const Call &) { --result.version_before; }),
        {"a refused put leaves its record", {"storage.batch.no_trace"}, refused_put_leaves_its_record},
    };
}

Breaks breaks_of_races() {
    return {
        {"a reader sees half a claim", {"storage.races.reader"}, dirty_reads},
        {"two that race for an instant both win", {"storage.races.instants"}, racing_claims_win},
        {"those that race see the same last place of a key", {"storage.races.key"}, racing_claims_overfill},
        {"a job is made by each that races to", {"storage.races.put_job"}, racing_puts_overwrite},
    };
}

} // namespace kit_test

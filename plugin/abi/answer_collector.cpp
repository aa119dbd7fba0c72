#include "abi/answer_collector.h"

#include "abi/calendars.h"
#include "abi/convert.h"
#include "abi/error.h"
#include "abi/rows.h"
#include "abi/struct_reader.h"
#include "abi/text.h"

#include <utility>

namespace gateway_scheduler::abi {

namespace {

constexpr std::int32_t kMaxBusyRuns = 1000;

AnswerCollector &collector(void *context) {
    return *static_cast<AnswerCollector *>(context);
}

engine::ItemResult copy_result(const gs_item_result *theirs) {
    const auto result = read_struct(theirs);
    engine::ItemResult ours;
    const bool known = result.outcome >= GS_ITEM_DONE && result.outcome <= GS_ITEM_BAD;
    ours.outcome = known ? static_cast<engine::ItemOutcome>(result.outcome) : engine::ItemOutcome::bad;
    ours.version = result.version;
    ours.version_before = result.version_before;
    ours.epoch = result.epoch;
    ours.attempt = result.attempt;
    ours.state = static_cast<engine::RunState>(result.state);
    ours.run_outcome = static_cast<engine::Outcome>(result.run_outcome);
    ours.claimed_runs = result.claimed_runs;
    ours.running_runs = result.running_runs;
    for (std::int32_t i = 0; result.runs && i < result.run_count && i < kMaxBusyRuns; ++i) {
        ours.runs.push_back(id(result.runs[i]));
    }
    ours.at = result.at == 0 ? std::nullopt : optional_instant(result.at);
    if (result.job) ours.job = copy_job_row(result.job);
    ours.payload = view(result.payload);
    ours.detail = known ? view(result.detail) : "the storage gave an outcome that the contract does not know";
    return ours;
}

engine::CallStatus status_of(std::int32_t status) {
    if (status == GS_OK) return engine::CallStatus::ok;
    return status == GS_UNAVAILABLE ? engine::CallStatus::unavailable : engine::CallStatus::failed;
}

} // namespace

AnswerCollector::AnswerCollector() : answer_(make_struct<gs_answer>()) {
    answer_.context = this;
    answer_.store_now = GS_NO_TIME;
    answer_.item = on_item;
    answer_.job = on_job;
    answer_.run = on_run;
    answer_.record = on_record;
    answer_.replica = on_replica;
    answer_.calendar = on_calendar;
    answer_.cancel_requested = on_cancel_requested;
}

template <class Function>
void AnswerCollector::keep(Function &&function) noexcept {
    guarded([&] { std::forward<Function>(function)(); }, [this](const char *what) { trouble_.assign(what); });
}

void AnswerCollector::on_item(void *context, std::uint32_t index, const gs_item_result *result) {
    auto &self = collector(context);
    self.keep([&] {
        auto &items = self.collected_.items;
        if (index == items.size())
            items.push_back(copy_result(result));
        else
            self.trouble_ = "the storage answered item " + std::to_string(index) + " out of order";
    });
}

void AnswerCollector::on_job(void *context, const gs_job_row *row) {
    auto &self = collector(context);
    self.keep([&] { self.collected_.jobs.push_back(copy_job_row(row)); });
}

void AnswerCollector::on_run(void *context, const gs_run *row) {
    auto &self = collector(context);
    self.keep([&] { self.collected_.runs.push_back(copy_run(row)); });
}

void AnswerCollector::on_record(void *context, const gs_record *row) {
    auto &self = collector(context);
    self.keep([&] { self.collected_.records.push_back(copy_record(row)); });
}

void AnswerCollector::on_replica(void *context, const gs_replica *row) {
    auto &self = collector(context);
    self.keep([&] { self.collected_.replicas.push_back(copy_replica(row)); });
}

void AnswerCollector::on_calendar(void *context, const gs_calendar *row) {
    auto &self = collector(context);
    self.keep([&] {
        auto calendar = copy_calendar(row);
        if (calendar)
            self.collected_.calendars.push_back(std::move(*calendar));
        else
            self.trouble_ = "the storage gave a calendar whose days are not ascending, or too many";
    });
}

void AnswerCollector::on_cancel_requested(void *context, const gs_id *run_id) {
    auto &self = collector(context);
    self.keep([&] { self.collected_.cancel_requested.push_back(id(*run_id)); });
}

engine::StorageAnswer AnswerCollector::collect(const Call &call) {
    auto error = make_struct<gs_error>();
    const std::int32_t status = guarded([&] { return call(&answer_, &error); },
                                        [this](const char *what) {
                                            trouble_ = std::string("the storage threw: ") + what;
                                            return static_cast<std::int32_t>(GS_UNAVAILABLE);
                                        });
    collected_.status = status_of(status);
    if (status == GS_OK && !trouble_.empty()) collected_.status = engine::CallStatus::unavailable;
    if (status == GS_OK && answer_.store_now == GS_NO_TIME) {
        collected_.status = engine::CallStatus::failed;
        trouble_ = "the storage answered without its clock";
    }
    if (answer_.store_now != GS_NO_TIME) collected_.store_now = instant(answer_.store_now);
    if (collected_.status != engine::CallStatus::ok) {
        collected_.error = trouble_.empty() ? std::string(text_of(error)) : trouble_;
        if (collected_.error.empty()) collected_.error = "the storage gave status " + std::to_string(status);
    }
    return std::move(collected_);
}

} // namespace gateway_scheduler::abi

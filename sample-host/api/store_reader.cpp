// Thread-safe: the storage is, and each call has its own state.
#include "api/store_reader.h"

#include "api/describe.h"
#include "loader/contract.h"
#include "json/calendar_json.h"
#include "json/job_json.h"
#include "json/run_json.h"

#include <exception>

namespace sample_host::api {
namespace {

// Gathers what the storage visits. No exception may cross the C boundary, so one is kept and thrown afterwards.
struct Gathering {
    const Gateway *gateway = nullptr; // of jobs: who describes them
    RunningRuns running;              // likewise: what is going of them
    bool with_payload = false;
    std::vector<StoredJob> jobs;
    std::vector<HistoryRow> history;
    std::vector<StoredCalendar> calendars;
    gs_id last_run{}; // of those that were counted
    uint32_t runs = 0;
    std::exception_ptr failure;

    template <typename Body>
    void guard(Body &&body) noexcept {
        try {
            if (!failure) body();
        } catch (...) {
            failure = std::current_exception();
        }
    }
};

Gathering &gathering_of(void *context) {
    return *static_cast<Gathering *>(context);
}

void gather_job(void *context, const gs_job_row *row) {
    Gathering &gathering = gathering_of(context);
    gathering.guard([&] {
        const std::string words = row->readable == 0 ? std::string() : describe(*gathering.gateway, *row->definition);
        const std::string id(view(row->definition->id));
        const auto going = gathering.running.find(id);
        const json::JobSurroundings surroundings{words, gathering.gateway->storage.now(),
                                                 going == gathering.running.end() ? 0 : going->second};
        const std::string_view zone = row->readable == 0 ? std::string_view() : view(row->definition->zone);
        gathering.jobs.push_back({id, row->revision, std::string(zone.empty() ? "UTC" : zone),
                                  json::job_to_json(*row, gathering.with_payload, surroundings)});
    });
}

void gather_run(void *context, const gs_run *run) {
    Gathering &gathering = gathering_of(context);
    gathering.guard([&] { gathering.history.push_back({run->id, run->due_at, false, json::run_to_json(*run)}); });
}

void count_run(void *context, const gs_run *run) {
    Gathering &gathering = gathering_of(context);
    gathering.guard([&] {
        ++gathering.running[std::string(view(run->job_id))];
        gathering.last_run = run->id;
        ++gathering.runs;
    });
}

void gather_record(void *context, const gs_record *record) {
    Gathering &gathering = gathering_of(context);
    gathering.guard([&] {
        const int64_t due_at = record->first_due == GS_NO_TIME ? record->at : record->first_due;
        gathering.history.push_back(
            {record->id, due_at, record->kind == GS_RECORD_EVENT, json::record_to_json(*record)});
    });
}

void gather_calendar(void *context, const gs_calendar *calendar) {
    Gathering &gathering = gathering_of(context);
    gathering.guard([&] {
        gathering.calendars.push_back({std::string(view(calendar->name)), json::calendar_to_json(*calendar)});
    });
}

// The API is nobody's incarnation, which reads do not ask for.
gs_caller reading_caller() {
    gs_caller caller{};
    caller.struct_size = sizeof(caller);
    return caller;
}

gs_answer answer_into(Gathering &gathering) {
    gs_answer answer{};
    answer.struct_size = sizeof(answer);
    answer.context = &gathering;
    answer.item = [](void *, uint32_t, const gs_item_result *) {};
    answer.job = gather_job;
    answer.record = gather_record;
    answer.replica = [](void *, const gs_replica *) {};
    answer.calendar = gather_calendar;
    answer.cancel_requested = [](void *, const gs_id *) {};
    return answer;
}

template <typename Call>
void read(Gathering &gathering, Call &&call, void (*visit_run)(void *, const gs_run *) = gather_run) {
    const gs_caller caller = reading_caller();
    gs_answer answer = answer_into(gathering);
    answer.run = visit_run;
    gs_error error = empty_error();
    const int32_t status = call(&caller, &answer, &error);
    if (status != GS_OK) throw StoreReadError(status, error);
    if (gathering.failure) std::rethrow_exception(gathering.failure);
}

} // namespace

// An index of open runs makes this as cheap as there are few of them, however long the history is.
RunningRuns StoreReader::running_runs() const {
    Gathering gathering;
    gs_runs_page page{};
    page.struct_size = sizeof(page);
    page.limit = 1000;
    page.owner_instance = lend(gateway_.instance);
    page.states = GS_STATE_RUNNING;
    page.due_at = GS_NO_TIME;
    do {
        page.before = gathering.last_run;
        gathering.runs = 0;
        read(
            gathering,
            [&](const gs_caller *caller, gs_answer *answer, gs_error *error) {
                return table_.runs(table_.context, caller, &page, answer, error);
            },
            count_run);
    } while (gathering.runs == page.limit);
    return std::move(gathering.running);
}

std::optional<StoredJob> StoreReader::job(const std::string &id) const {
    Gathering gathering;
    gathering.gateway = &gateway_;
    gathering.running = running_runs();
    gathering.with_payload = true;
    const gs_string key = lend(id);
    read(gathering, [&](const gs_caller *caller, gs_answer *answer, gs_error *error) {
        return table_.get_job(table_.context, caller, &key, answer, error);
    });
    if (gathering.jobs.empty()) return std::nullopt;
    return std::move(gathering.jobs.front());
}

std::vector<StoredJob> StoreReader::jobs(const std::string &after, uint32_t limit) const {
    Gathering gathering;
    gathering.gateway = &gateway_;
    gathering.running = running_runs();
    gs_jobs_page page{};
    page.struct_size = sizeof(page);
    page.limit = limit;
    page.after = lend(after);
    read(gathering, [&](const gs_caller *caller, gs_answer *answer, gs_error *error) {
        return table_.jobs(table_.context, caller, &page, answer, error);
    });
    return std::move(gathering.jobs);
}

std::vector<HistoryRow> StoreReader::runs(const std::string &job_id, const gs_id &before, uint32_t limit) const {
    Gathering gathering;
    gs_runs_page page{};
    page.struct_size = sizeof(page);
    page.limit = limit;
    page.before = before;
    page.job_id = lend(job_id);
    page.due_at = GS_NO_TIME;
    read(gathering, [&](const gs_caller *caller, gs_answer *answer, gs_error *error) {
        return table_.runs(table_.context, caller, &page, answer, error);
    });
    return std::move(gathering.history);
}

std::vector<HistoryRow> StoreReader::records(const std::string &job_id, const gs_id &before, uint32_t limit) const {
    Gathering gathering;
    gs_records_page page{};
    page.struct_size = sizeof(page);
    page.limit = limit;
    page.before = before;
    page.job_id = lend(job_id);
    page.covering = GS_NO_TIME;
    read(gathering, [&](const gs_caller *caller, gs_answer *answer, gs_error *error) {
        return table_.records(table_.context, caller, &page, answer, error);
    });
    return std::move(gathering.history);
}

std::vector<StoredCalendar> StoreReader::calendars() const {
    Gathering gathering;
    read(gathering, [&](const gs_caller *caller, gs_answer *answer, gs_error *error) {
        return table_.calendars(table_.context, caller, answer, error);
    });
    return std::move(gathering.calendars);
}

} // namespace sample_host::api

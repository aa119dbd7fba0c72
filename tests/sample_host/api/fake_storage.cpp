// Thread-safe once it has been filled.
#include "fake_storage.h"

#include "loader/contract.h"
#include "json/id.h"

#include <algorithm>

namespace sample_host::api {
namespace {

gs_job default_job() {
    gs_job job{};
    job.struct_size = sizeof(job);
    job.start_at = GS_NO_TIME;
    job.end_at = GS_NO_TIME;
    job.retries = 3;
    return job;
}

bool is_wanted(gs_string wanted, gs_string value) {
    return wanted.size == 0 || view(wanted) == view(value);
}

bool is_on(const gs_runs_page &page, const gs_run &run) {
    return is_wanted(page.job_id, run.job_id) && is_wanted(page.owner_instance, run.owner_instance) &&
           (page.states == 0 || (page.states & run.state) != 0) &&
           (page.due_at == GS_NO_TIME || page.due_at == run.due_at);
}

bool is_on(const gs_records_page &page, const gs_record &record) {
    return is_wanted(page.job_id, record.job_id) && (page.events == 0 || record.kind == GS_RECORD_EVENT) &&
           (page.covering == GS_NO_TIME || (record.first_due <= page.covering && page.covering <= record.last_due));
}

// What the page asks for, newest first.
template <typename Row, typename Page>
std::vector<const Row *> page_of(const std::deque<Row> &rows, const Page &wanted) {
    const gs_id &before = wanted.before;
    std::vector<const Row *> page;
    for (const Row &row : rows) {
        if (!is_on(wanted, row)) continue;
        if (json::is_none(before) || json::comes_before(row.id, before)) page.push_back(&row);
    }
    std::sort(page.begin(), page.end(),
              [](const Row *left, const Row *right) { return json::comes_before(right->id, left->id); });
    page.resize(std::min<std::size_t>(page.size(), wanted.limit));
    return page;
}

} // namespace

FakeStorage::FakeStorage() {
    table_.struct_size = sizeof(table_);
    table_.context = this;
    table_.get_job = [](void *context, const gs_caller *, const gs_string *id, gs_answer *answer, gs_error *error) {
        return self(context).get_job(id, answer, error);
    };
    table_.jobs = [](void *context, const gs_caller *, const gs_jobs_page *page, gs_answer *answer, gs_error *error) {
        return self(context).jobs(page, answer, error);
    };
    table_.runs = [](void *context, const gs_caller *, const gs_runs_page *page, gs_answer *answer, gs_error *error) {
        return self(context).runs(page, answer, error);
    };
    table_.records = [](void *context, const gs_caller *, const gs_records_page *page, gs_answer *answer,
                        gs_error *error) { return self(context).records(page, answer, error); };
    table_.calendars = [](void *context, const gs_caller *, gs_answer *answer, gs_error *error) {
        return self(context).calendars(answer, error);
    };
}

void FakeStorage::insert_notice(const gs_notice & /*notice*/) {
    throw std::runtime_error("it can only be read");
}

bool FakeStorage::has_calendar(const std::string &name) {
    return calendars_.contains(name);
}

CalendarChange FakeStorage::set_calendar(const std::string &name, const std::vector<gs_day_range> &days) {
    if (name == "refused") throw CalendarRefused(CalendarRefused::Why::invalid, "no such calendar may be");
    const bool created = !calendars_.contains(name);
    calendars_[name] = days;
    return created ? CalendarChange::created : CalendarChange::updated;
}

void FakeStorage::remove_calendar(const std::string &name) {
    if (name == "named") throw CalendarRefused(CalendarRefused::Why::named_by_a_job, "the job \"a\" names it");
    if (calendars_.erase(name) == 0) {
        throw CalendarRefused(CalendarRefused::Why::missing, "there is no calendar \"" + name + "\"");
    }
}

gs_job_row &FakeStorage::add_job(const std::string &definition) {
    const json::JobDocument &document = definitions_.emplace_back(default_job(), definition);
    gs_job_row &row = jobs_.emplace_back();
    row.struct_size = sizeof(row);
    row.readable = 1;
    row.definition = &document.job();
    row.revision = 2;
    row.next_fire = 60'000'000;
    row.fire_at = 60'000'000;
    row.last_fired_at = GS_NO_TIME;
    row.last_success_at = GS_NO_TIME;
    return row;
}

gs_run &FakeStorage::add_run(const std::string &id, const char *job_id, int64_t due_at) {
    gs_run &run = runs_.emplace_back();
    run.struct_size = sizeof(run);
    run.trigger = GS_TRIGGER_SCHEDULE;
    run.id = json::parse_id(id);
    run.job_id = lend(job_id);
    run.due_at = due_at;
    run.claimed_at = due_at;
    run.state = GS_STATE_CLOSED;
    run.outcome = GS_OUTCOME_SUCCEEDED;
    run.attempt = 1;
    run.epoch = 1;
    run.started_at = due_at;
    run.finished_at = due_at + 1'500'000;
    return run;
}

gs_record &FakeStorage::add_record(const std::string &id, const char *job_id, int64_t first_due) {
    gs_record &record = records_.emplace_back();
    record.struct_size = sizeof(record);
    record.kind = GS_RECORD_MISSED;
    record.id = json::parse_id(id);
    record.job_id = lend(job_id);
    record.first_due = first_due;
    record.last_due = first_due;
    record.count = 1;
    record.reason = GS_REASON_WINDOW;
    return record;
}

int32_t FakeStorage::answer(gs_error *error) const {
    return answered == GS_OK ? GS_OK : tell_error(error, answered, "", "the store does not answer");
}

int32_t FakeStorage::get_job(const gs_string *id, gs_answer *answer, gs_error *error) const {
    for (const gs_job_row &row : jobs_) {
        if (view(row.definition->id) == view(*id)) answer->job(answer->context, &row);
    }
    return this->answer(error);
}

int32_t FakeStorage::jobs(const gs_jobs_page *page, gs_answer *answer, gs_error *error) const {
    std::vector<const gs_job_row *> rows;
    for (const gs_job_row &row : jobs_) {
        if (view(row.definition->id) > view(page->after)) rows.push_back(&row);
    }
    std::sort(rows.begin(), rows.end(), [](const gs_job_row *left, const gs_job_row *right) {
        return view(left->definition->id) < view(right->definition->id);
    });
    rows.resize(std::min<std::size_t>(rows.size(), page->limit));
    for (const gs_job_row *row : rows) answer->job(answer->context, row);
    return this->answer(error);
}

int32_t FakeStorage::calendars(gs_answer *answer, gs_error *error) const {
    for (const auto &[name, days] : calendars_) {
        const gs_calendar row{sizeof(gs_calendar), static_cast<int32_t>(days.size()), lend(name), 1, days.data()};
        answer->calendar(answer->context, &row);
    }
    return this->answer(error);
}

int32_t FakeStorage::runs(const gs_runs_page *page, gs_answer *answer, gs_error *error) const {
    for (const gs_run *row : page_of(runs_, *page)) {
        answer->run(answer->context, row);
    }
    return this->answer(error);
}

int32_t FakeStorage::records(const gs_records_page *page, gs_answer *answer, gs_error *error) const {
    for (const gs_record *row : page_of(records_, *page)) {
        answer->record(answer->context, row);
    }
    return this->answer(error);
}

} // namespace sample_host::api

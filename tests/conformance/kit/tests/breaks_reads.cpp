// breaks_reads.cpp - reads of jobs and of history.
#include "breaks.h"

#include <algorithm>
#include <map>
#include <memory>

namespace kit_test {

namespace {

using conformance::text;

// Leaves out of due_jobs what `when` names.
Break due_without(const char *name, std::vector<std::string> caught, std::function<bool(std::int64_t look_at)> when) {
    return {name, std::move(caught), [when = std::move(when)](BrokenStorage &storage, MemoryGateway &) {
                storage.job = [when](gs_job_row &row, gs_job &, const Call &call) {
                    return !call.is("due_jobs") || !when(row.look_at);
                };
            }};
}

template <class Page>
Break page_changes(const char *name, std::vector<std::string> caught, void (*change)(Page &)) {
    return {name, std::move(caught), [change](BrokenStorage &storage, MemoryGateway &) {
                storage.on<Page>() = [change](Page &page, Call &) { change(page); };
            }};
}

void looking_writes(BrokenStorage &storage, MemoryGateway & /*gateway*/) {
    const auto looked = std::make_shared<std::map<std::string, std::int64_t>>();
    storage.job = [looked](gs_job_row &row, gs_job &definition, const Call &call) {
        std::int64_t &count = (*looked)[text(definition.id)];
        if (call.is("due_jobs")) ++count;
        row.version += count;
        return true;
    };
}

void keep_two_calendars(MemoryGateway &gateway) {
    static constexpr gs_day_range days[] = {{10, 12}, {20, 21}};
    for (const char *name : {"first", "second"}) {
        gs_calendar calendar{};
        calendar.struct_size = sizeof calendar;
        calendar.name = gs_string{name, std::char_traits<char>::length(name)};
        calendar.version = 1;
        calendar.day_ranges = days;
        calendar.day_range_count = 2;
        memory_storage_set_calendar(gateway.store(), &calendar);
    }
}

} // namespace

Breaks breaks_of_job_pages() {
    return {
        {"get_job has no payload",
         {"storage.get_job.row", "storage.values.bytes", "storage.values.large"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.job = [](gs_job_row &, gs_job &definition, const Call &call) {
                 if (call.is("get_job")) definition.payload = {};
                 return true;
             };
         }},
        page_changes<gs_jobs_page>(
            "a page of jobs has one too few", {"storage.jobs.pages", "storage.jobs.bytes", "storage.jobs.other_than"},
            [](gs_jobs_page &page) { page.limit = page.limit > 1 ? page.limit - 1 : page.limit; }),
        {"pages of jobs leave out what is not ASCII",
         {"storage.jobs.bytes"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.job = [](gs_job_row &, gs_job &definition, const Call &call) {
                 const std::string id = text(definition.id);
                 return !call.is("jobs") || std::all_of(id.begin(), id.end(), [](char c) { return c >= 0; });
             };
         }},
        {"pages of jobs carry the payload",
         {"storage.jobs.payload"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.job = [](gs_job_row &, gs_job &definition, const Call &call) {
                 static const std::string payload = "heavy";
                 if (call.is("jobs")) definition.payload = conformance::borrow_bytes(payload);
                 return true;
             };
         }},
        page_changes<gs_jobs_page>("other_than is not looked at", {"storage.jobs.other_than"},
                                   [](gs_jobs_page &page) { page.other_than = {}; }),
        due_without("due_jobs has one job of each instant", {"storage.due_jobs.order", "storage.due_jobs.pages"},
                    [last = std::make_shared<std::int64_t>(GS_NO_TIME)](std::int64_t look_at) {
                        const bool again = look_at == *last && look_at != GS_AT_START;
                        *last = look_at;
                        return again;
                    }),
        page_changes<gs_due_page>("a page of due jobs begins with its instant again",
                                  {"storage.due_jobs.pages", "storage.due_jobs.before_1970"},
                                  [](gs_due_page &page) { page.after_id = {}; }),
        due_without("no instant lies before 1970", {"storage.due_jobs.before_1970"},
                    [](std::int64_t look_at) { return look_at < 0; }),
        due_without("jobs at start are never due", {"storage.due_jobs.at_start"},
                    [](std::int64_t look_at) { return look_at == GS_AT_START; }),
        {"looking at due jobs writes them", {"storage.reads.change_nothing"}, looking_writes},
    };
}

Breaks breaks_of_history_pages() {
    return {
        page_changes<gs_wake_page>("what wakes now wakes a moment later",
                                   {"storage.wake_runs.order", "storage.wake_runs.pages"},
                                   [](gs_wake_page &page) { --page.until; }),
        page_changes<gs_wake_page>("a page of what wakes begins with its instant again",
                                   {"storage.wake_runs.pages", "storage.wake_runs.order"},
                                   [](gs_wake_page &page) { page.after_id = {}; }),
        {"a record may be announced twice",
         {"storage.wake_runs.announced"},
         outcome_becomes("records_announced", GS_ITEM_ALREADY, GS_ITEM_DONE)},
        page_changes<gs_runs_page>("pages of runs begin with the newest", {"storage.runs.order"},
                                   [](gs_runs_page &page) { page.before = {}; }),
        page_changes<gs_runs_page>("runs of any instant are read", {"storage.runs.restricted"},
                                   [](gs_runs_page &page) { page.due_at = GS_NO_TIME; }),
        {"a record's count is always one",
         {"storage.records.row"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.record = [](gs_record &row, const Call &) {
                 row.count = 1;
                 return true;
             };
         }},
        page_changes<gs_records_page>("records that cover another instant are read", {"storage.records.restricted"},
                                      [](gs_records_page &page) { page.covering = GS_NO_TIME; }),
        {"a calendar's days descend",
         {"storage.calendars.ranges"},
         [](BrokenStorage &storage, MemoryGateway &gateway) {
             static constexpr gs_day_range descending[] = {{20, 21}, {10, 12}};
             keep_two_calendars(gateway);
             storage.calendar = [](gs_calendar &row, const Call &) {
                 row.day_ranges = descending;
                 return true;
             };
         }},
    };
}

} // namespace kit_test

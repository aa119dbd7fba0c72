// recording.cpp - see recording.h.
#include "recording.h"

#include <stdexcept>

namespace conformance {

std::string text(const gs_string &string) {
    return string.size == 0 ? std::string() : std::string(string.data, string.size);
}

std::string text(const gs_bytes &bytes) {
    return {bytes.data, bytes.data + bytes.size};
}

gs_string borrow(const std::string &string) {
    return gs_string{string.data(), string.size()};
}

gs_bytes borrow_bytes(const std::string &string) {
    return gs_bytes{reinterpret_cast<const std::uint8_t *>(string.data()), string.size()};
}

namespace {

SeenJob seen(const gs_job_row &row) {
    SeenJob job{};
    job.row = row;
    job.id = text(row.definition->id);
    if (row.readable == 0) return job;
    job.numbers = *row.definition;
    job.name = text(row.definition->name);
    job.owner = text(row.definition->owner);
    job.schedule = text(row.definition->schedule);
    job.zone = text(row.definition->zone);
    job.concurrency_key = text(row.definition->concurrency_key);
    job.pause_reason = text(row.definition->pause_reason);
    job.payload = text(row.definition->payload);
    job.tzdata_version = text(row.tzdata_version);
    for (std::int32_t i = 0; i < row.definition->label_count; ++i) {
        job.labels.emplace_back(text(row.definition->labels[i].key), text(row.definition->labels[i].value));
    }
    for (std::int32_t i = 0; i < row.definition->calendar_count; ++i) {
        job.calendars.push_back(text(row.definition->calendars[i]));
    }
    return job;
}

SeenItem seen(const gs_item_result &result) {
    SeenItem item{};
    item.result = result;
    item.runs.assign(result.runs, result.runs + result.run_count);
    item.payload = text(result.payload);
    item.detail = text(result.detail);
    item.has_job = result.job != nullptr;
    if (item.has_job) item.job = seen(*result.job);
    return item;
}

} // namespace

Recording::Recording() : answer{}, error{} {
    error.struct_size = sizeof error;
    answer.struct_size = sizeof answer;
    answer.context = this;
    answer.item = [](void *context, std::uint32_t index, const gs_item_result *result) {
        if (index != of(context).items.size()) throw std::logic_error("the items do not come in order");
        of(context).items.push_back(seen(*result));
    };
    answer.job = [](void *context, const gs_job_row *row) { of(context).jobs.push_back(seen(*row)); };
    answer.run = [](void *context, const gs_run *row) {
        of(context).runs.push_back(SeenRun{*row, text(row->job_id), text(row->owner_instance),
                                           text(row->concurrency_key), text(row->error), text(row->output)});
        of(context).order.push_back(row->id);
    };
    answer.record = [](void *context, const gs_record *row) {
        of(context).records.push_back(SeenRecord{*row, text(row->job_id), text(row->by_instance), text(row->detail)});
        of(context).order.push_back(row->id);
    };
    answer.replica = [](void *context, const gs_replica *row) {
        of(context).replicas.push_back(SeenReplica{*row, text(row->instance)});
    };
    answer.calendar = [](void *context, const gs_calendar *row) {
        of(context).calendars.push_back(
            SeenCalendar{text(row->name), row->version, {row->day_ranges, row->day_ranges + row->day_range_count}});
    };
    answer.cancel_requested = [](void *context, const gs_id *id) { of(context).cancel_requested.push_back(*id); };
}

const SeenItem &Recording::item() const {
    if (status != GS_OK) throw std::logic_error("the call failed: " + std::string(error.text));
    if (items.size() != 1) throw std::logic_error("expected one item, got " + std::to_string(items.size()));
    return items.front();
}

} // namespace conformance

// The routes below /v1/jobs. Called on worker threads, several at once; nothing is shared between calls.
#include "api/handlers.h"
#include "api/store_reader.h"
#include "json/change_json.h"
#include "json/command_task.h"
#include "json/document.h"
#include "json/id.h"
#include "json/invalid_input.h"
#include "json/job_reader.h"
#include "json/object_writer.h"

#include <charconv>

namespace sample_host::api {
namespace {

constexpr uint32_t default_page = 100;
constexpr uint32_t largest_page = 1000;

gs_change empty_change() {
    gs_change change{};
    change.struct_size = sizeof(change);
    change.next_fire_at = GS_NO_TIME;
    return change;
}

Response changed(const gs_change &change) {
    const int status = change.what == GS_CHANGE_CREATED ? 201 : 200;
    return {status, json::change_to_json(change), '"' + std::to_string(change.revision) + '"', {}};
}

int64_t expected_revision(const Request &request) {
    if (!request.if_none_match.empty()) {
        if (request.if_none_match != "*") throw RequestError(400, "If-None-Match: only * is understood here");
        if (!request.if_match.empty()) throw RequestError(400, "If-Match and If-None-Match exclude each other");
        return GS_REVISION_ABSENT;
    }
    if (request.if_match.empty()) return GS_REVISION_ANY;
    std::string_view text = request.if_match;
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    int64_t revision = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), revision);
    if (fault != std::errc() || end != text.data() + text.size() || revision < 1) {
        throw RequestError(400, "If-Match: expected a job's revision such as \"3\"");
    }
    return revision;
}

gs_job default_job(const gs_scheduler_api &api) {
    gs_job job{};
    job.struct_size = sizeof(job);
    api.job_init(&job);
    return job;
}

// The optional reason of pause, {"reason":"text"}.
std::string read_reason(const std::string &body) {
    if (body.empty()) return {};
    const json::Document document = json::Document::parse(body);
    std::string reason;
    for (const auto &[key, value] : document.members()) {
        if (key != "reason") throw RequestError(400, "unknown key \"" + std::string(key) + "\"", std::string(key));
        if (value.is_null()) continue;
        if (value.kind() != json::Document::Kind::text) throw RequestError(400, "reason: expected text", "reason");
        reason = value.text();
    }
    return reason;
}

void expect_no_body(const Request &request) {
    if (!request.body.empty()) throw RequestError(400, "this request takes no body");
}

// A misspelt name would exclude nothing, and nobody would notice before the day.
void expect_calendars(const Gateway &gateway, const gs_job &job) {
    for (int32_t index = 0; index < job.calendar_count; ++index) {
        const std::string name(view(job.calendars[index]));
        if (gateway.storage.has_calendar(name)) continue;
        throw RequestError(422, "calendars: there is no calendar \"" + name + "\"; it has to be set first",
                           "calendars");
    }
}

} // namespace

Response put_job(const Exchange &exchange) {
    exchange.target.allow_parameters({});
    const gs_scheduler_api &api = exchange.gateway.api;
    json::JobDocument document(default_job(api), exchange.request.body);
    if (document.job().id.size != 0 && view(document.job().id) != exchange.id) {
        throw RequestError(400, "id: the job's id is not the one of the path", "id");
    }
    document.set_id(exchange.id);
    json::check_command_task(view(document.job().payload));
    expect_calendars(exchange.gateway, document.job());
    const int64_t expected = expected_revision(exchange.request);
    gs_change change = empty_change();
    ask_scheduler([&](gs_error *error) {
        return api.add_or_update(exchange.gateway.scheduler, &document.job(), expected, &change, error);
    });
    return changed(change);
}

Response list_jobs(const Exchange &exchange) {
    exchange.target.allow_parameters({"after", "limit"});
    const uint32_t limit = exchange.target.limit(default_page, largest_page);
    const std::string after = exchange.target.parameter("after").value_or("");
    const auto jobs = StoreReader(exchange.gateway).jobs(after, limit);
    std::string list = "[";
    for (const StoredJob &job : jobs) {
        if (list.size() > 1) list += ',';
        list += job.json;
    }
    json::ObjectWriter writer;
    writer.raw("jobs", list + ']');
    writer.text_or_null("next", jobs.size() < limit ? std::string() : jobs.back().id);
    return {200, writer.finish(), {}, {}};
}

Response get_job(const Exchange &exchange) {
    exchange.target.allow_parameters({});
    const auto job = StoreReader(exchange.gateway).job(exchange.id);
    if (!job) throw RequestError(404, "there is no job \"" + exchange.id + "\"", "id");
    return {200, job->json, '"' + std::to_string(job->revision) + '"', {}};
}

Response delete_job(const Exchange &exchange) {
    exchange.target.allow_parameters({});
    gs_change change = empty_change();
    ask_scheduler([&](gs_error *error) {
        return exchange.gateway.api.cancel(exchange.gateway.scheduler, lend(exchange.id), &change, error);
    });
    return {200, json::change_to_json(change), {}, {}};
}

Response pause_job(const Exchange &exchange) {
    exchange.target.allow_parameters({});
    const std::string reason = read_reason(exchange.request.body);
    gs_change change = empty_change();
    ask_scheduler([&](gs_error *error) {
        return exchange.gateway.api.pause(exchange.gateway.scheduler, lend(exchange.id), lend(reason), &change, error);
    });
    return changed(change);
}

Response resume_job(const Exchange &exchange) {
    exchange.target.allow_parameters({});
    expect_no_body(exchange.request);
    gs_change change = empty_change();
    ask_scheduler([&](gs_error *error) {
        return exchange.gateway.api.resume(exchange.gateway.scheduler, lend(exchange.id), &change, error);
    });
    return changed(change);
}

Response run_job(const Exchange &exchange) {
    exchange.target.allow_parameters({});
    expect_no_body(exchange.request);
    gs_id run_id{};
    ask_scheduler([&](gs_error *error) {
        return exchange.gateway.api.run_now(exchange.gateway.scheduler, lend(exchange.id), &run_id, error);
    });
    return {202, json::ObjectWriter().text("run_id", json::format_id(run_id)).finish(), {}, {}};
}

} // namespace sample_host::api

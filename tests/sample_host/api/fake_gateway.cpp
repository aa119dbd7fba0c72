// The fake scheduler's handle is the gateway itself in disguise.
#include "fake_gateway.h"

#include "loader/contract.h"
#include "json/id.h"

#include <algorithm>
#include <cstring>

namespace sample_host::api {
namespace {

FakeGateway *created_from = nullptr; // what create hands out; previews are made on one thread

gs_scheduler *disguise(FakeGateway *gateway) {
    return reinterpret_cast<gs_scheduler *>(gateway);
}

// " without holidays 20812..20812"
std::string excluded(const gs_preview &preview) {
    std::string text;
    for (int32_t index = 0; index < preview.calendar_count; ++index) {
        const gs_calendar &calendar = preview.calendars[index];
        text += " without " + std::string(view(calendar.name));
        for (int32_t range = 0; range < calendar.day_range_count; ++range) {
            const gs_day_range &days = calendar.day_ranges[range];
            text += ' ' + std::to_string(days.first_day) + ".." + std::to_string(days.last_day);
        }
    }
    return text;
}

} // namespace

FakeGateway &FakeGateway::self(gs_scheduler *scheduler) {
    return *reinterpret_cast<FakeGateway *>(scheduler);
}

FakeGateway::FakeGateway() : gateway_{api_, disguise(this), storage, "default"} {
    created_from = this;
    change.what = GS_CHANGE_CREATED;
    change.revision = 1;
    change.next_fire_at = 60'000'000;
    health.healthy = 1;
    health.state = GS_HEALTH_RUNNING;
    health.storage_failing_since = GS_NO_TIME;
    health.next_look_at = GS_NO_TIME;
    std::strcpy(health.text, "ok");
    api_.struct_size = sizeof(api_);
    api_.job_init = [](gs_job *job) {
        job->start_at = GS_NO_TIME;
        job->end_at = GS_NO_TIME;
        job->retries = 3;
    };
    fill_changes();
    fill_previews();
    fill_explanations();
}

void FakeGateway::fill_changes() {
    api_.add_or_update = [](gs_scheduler *scheduler, const gs_job *job, int64_t expected, gs_change *out,
                            gs_error *error) {
        return self(scheduler).note("put " + std::string(view(job->id)) + " " + std::string(view(job->schedule)) + " " +
                                        std::string(view(job->payload)) + " retries " + std::to_string(job->retries) +
                                        " expecting " + std::to_string(expected),
                                    out, error);
    };
    api_.cancel = [](gs_scheduler *scheduler, gs_string id, gs_change *out, gs_error *error) {
        return self(scheduler).note("cancel " + std::string(view(id)), out, error);
    };
    api_.pause = [](gs_scheduler *scheduler, gs_string id, gs_string reason, gs_change *out, gs_error *error) {
        if (self(scheduler).during_call) self(scheduler).during_call();
        return self(scheduler).note("pause " + std::string(view(id)) + " because " + std::string(view(reason)), out,
                                    error);
    };
    api_.resume = [](gs_scheduler *scheduler, gs_string id, gs_change *out, gs_error *error) {
        return self(scheduler).note("resume " + std::string(view(id)), out, error);
    };
    api_.run_now = [](gs_scheduler *scheduler, gs_string id, gs_id *run_id, gs_error *error) {
        *run_id = json::parse_id("01890a5d-ac96-774b-bcce-b302099a8057");
        return self(scheduler).note("run " + std::string(view(id)), error);
    };
    api_.cancel_run = [](gs_scheduler *scheduler, const gs_id *run_id, gs_error *error) {
        return self(scheduler).note("cancel run " + json::format_id(*run_id), error);
    };
}

void FakeGateway::fill_previews() {
    api_.health = [](gs_scheduler *scheduler, gs_health *out) -> int32_t {
        *out = self(scheduler).health;
        return self(scheduler).status_;
    };
    api_.stats = [](gs_scheduler *scheduler, gs_stats *out) -> int32_t {
        out->claims = 42;
        return self(scheduler).status_;
    };
    api_.create = [](const gs_host *, const gs_options *options, gs_scheduler **scheduler, gs_error *) -> int32_t {
        if (options->zone_directory.size != 0)
            created_from->note("zones " + std::string(view(options->zone_directory)));
        *scheduler = disguise(created_from);
        return GS_OK;
    };
    api_.destroy = [](gs_scheduler *) {};
    api_.preview = [](gs_scheduler *scheduler, const gs_preview *preview, gs_fire_fn visit, void *context,
                      gs_error *error) {
        FakeGateway &gateway = self(scheduler);
        const std::size_t count = std::min<std::size_t>(preview->count, gateway.fires.size());
        for (std::size_t index = 0; index < count; ++index) {
            gs_fire fire{};
            fire.struct_size = sizeof(fire);
            fire.due_at = gateway.fires[index];
            fire.utc_offset = gateway.utc_offset;
            fire.marks = gateway.marks;
            visit(context, &fire);
        }
        return gateway.note("preview " + std::string(view(preview->schedule)) + " in " +
                                std::string(view(preview->zone)) + " after " + std::to_string(preview->after) +
                                excluded(*preview),
                            error);
    };
    api_.validate = [](gs_scheduler *scheduler, const gs_job *job, gs_error *error) {
        return self(scheduler).note("validate " + std::string(view(job->id)) + " " + std::string(view(job->schedule)),
                                    error);
    };
}

void FakeGateway::fill_explanations() {
    explanation.struct_size = sizeof(explanation);
    explanation.previous_fire = GS_NO_TIME;
    explanation.next_fire = GS_NO_TIME;
    explanation.text = lend("it does not fire");
    api_.explain = [](gs_scheduler *scheduler, const gs_preview *schedule, gs_string at, gs_explanation_fn visit,
                      void *context, gs_error *error) {
        FakeGateway &gateway = self(scheduler);
        const int32_t status =
            gateway.note("explain " + std::string(view(schedule->schedule)) + " in " +
                             std::string(view(schedule->zone)) + " at " + std::string(view(at)) + excluded(*schedule),
                         error);
        if (status == GS_OK) visit(context, &gateway.explanation);
        return status;
    };
    job_explanation.struct_size = sizeof(job_explanation);
    job_explanation.down_from = job_explanation.down_until = GS_NO_TIME;
    job_explanation.previous_fire = job_explanation.next_fire = GS_NO_TIME;
    api_.explain_job = [](gs_scheduler *scheduler, gs_string id, gs_string at, gs_job_explanation_fn visit,
                          void *context, gs_error *error) {
        FakeGateway &gateway = self(scheduler);
        const int32_t status =
            gateway.note("explain job " + std::string(view(id)) + " at " + std::string(view(at)), error);
        if (status == GS_OK) visit(context, &gateway.job_explanation);
        return status;
    };
    // Not written down: it is asked for each job that is shown.
    api_.describe = [](gs_scheduler *scheduler, const gs_preview *schedule, gs_text_fn visit, void *context,
                       gs_error *error) -> int32_t {
        FakeGateway &gateway = self(scheduler);
        const std::string words = "in words: " + std::string(view(schedule->schedule));
        const std::lock_guard lock(gateway.mutex_);
        if (gateway.status_ != GS_OK) return tell_error(error, gateway.status_, gateway.field_, gateway.text_);
        visit(context, lend(words));
        return GS_OK;
    };
}

std::vector<std::string> FakeGateway::calls() const {
    const std::lock_guard lock(mutex_);
    return calls_;
}

void FakeGateway::refuse(int32_t status, const std::string &text, const std::string &field, int32_t position) {
    const std::lock_guard lock(mutex_);
    status_ = status;
    text_ = text;
    field_ = field;
    position_ = position;
}

void FakeGateway::note(const std::string &call) {
    const std::lock_guard lock(mutex_);
    calls_.push_back(call);
}

int32_t FakeGateway::note(const std::string &call, gs_error *error) {
    const std::lock_guard lock(mutex_);
    calls_.push_back(call);
    if (status_ == GS_OK) return GS_OK;
    tell_error(error, status_, field_, text_);
    error->position = position_;
    return status_;
}

int32_t FakeGateway::note(const std::string &call, gs_change *out, gs_error *error) {
    const int32_t status = note(call, error);
    if (status == GS_OK) *out = change;
    return status;
}

} // namespace sample_host::api

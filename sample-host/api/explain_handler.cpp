// /v1/jobs/{id}/explain. Called on worker threads, several at once; nothing is shared between calls.
#include "api/handlers.h"
#include "api/store_reader.h"
#include "api/utc_offset.h"
#include "json/job_explanation_json.h"
#include "json/time.h"

#include <exception>

namespace sample_host::api {
namespace {

// What the visitor makes of the explanation, which is borrowed for its call. No exception may cross the C boundary, so
// one is kept and thrown afterwards.
struct Told {
    json::ExplainedJob job;
    std::string json;
    std::exception_ptr failure;
};

void tell(void *context, const gs_job_explanation *explanation) {
    Told &told = *static_cast<Told *>(context);
    try {
        told.json = json::job_explanation_to_json(*explanation, told.job);
    } catch (...) {
        told.failure = std::current_exception();
    }
}

} // namespace

Response explain_job(const Exchange &exchange) {
    exchange.target.allow_parameters({"at"});
    const std::string at = exchange.target.parameter("at").value_or("");
    if (at.empty()) throw RequestError(400, "at: it is missing; expected a moment such as 2026-12-25T09:00", "at");
    const auto job = StoreReader(exchange.gateway).job(exchange.id);
    if (!job) throw RequestError(404, "there is no job \"" + exchange.id + "\"", "id");
    const auto local_time = [&](int64_t instant) {
        const int32_t offset = utc_offset(exchange.gateway.api, exchange.gateway.scheduler, job->zone, instant);
        return json::format_time_with_offset(instant, offset, false);
    };
    Told told{{exchange.id, job->zone, local_time}, {}, {}};
    ask_scheduler([&](gs_error *error) {
        return exchange.gateway.api.explain_job(exchange.gateway.scheduler, lend(exchange.id), lend(at), tell, &told,
                                                error);
    });
    if (told.failure) std::rethrow_exception(told.failure);
    return {200, std::move(told.json), {}, {}};
}

} // namespace sample_host::api

// What each route does. They are called on worker threads, several at once, and may block as long as the scheduler's
// calls do. They throw RequestError, json::InvalidInput, CalendarRefused, StoreReadError or SchedulerRefusal, which
// the router turns into answers.
#pragma once

#include "api/request.h"
#include "api/response.h"
#include "api/target.h"
#include "gateway/serve.h"
#include "loader/contract.h"

#include <stdexcept>
#include <string>

namespace sample_host::api {

// The scheduler answered something else than GS_OK.
class SchedulerRefusal : public std::runtime_error {
  public:
    SchedulerRefusal(int32_t answered, const gs_error &told)
        : std::runtime_error(told.text), status(answered), error(told) {}
    int32_t status;
    gs_error error;
};

// `call` takes a gs_error * and returns a status.
template <typename Call>
void ask_scheduler(Call &&call) {
    gs_error error = empty_error();
    const int32_t status = call(&error);
    if (status != GS_OK) throw SchedulerRefusal(status, error);
}

// Everything a handler has to go by. `id` is the variable segment of the path, if the route has one.
struct Exchange {
    Gateway &gateway;
    const Request &request;
    const Target &target;
    std::string id;
};

Response put_job(const Exchange &exchange);
Response list_jobs(const Exchange &exchange);
Response get_job(const Exchange &exchange);
Response delete_job(const Exchange &exchange);
Response pause_job(const Exchange &exchange);
Response resume_job(const Exchange &exchange);
Response run_job(const Exchange &exchange);
Response explain_job(const Exchange &exchange);

Response list_calendars(const Exchange &exchange);
Response put_calendar(const Exchange &exchange);
Response get_calendar(const Exchange &exchange);
Response delete_calendar(const Exchange &exchange);

Response list_runs(const Exchange &exchange);
Response cancel_run(const Exchange &exchange);

Response get_health(const Exchange &exchange);
Response get_stats(const Exchange &exchange);

} // namespace sample_host::api

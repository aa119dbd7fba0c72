// The table of routes. Thread-safe: constant data.
#include "api/router.h"

#include "api/handlers.h"
#include "api/store_reader.h"
#include "json/invalid_input.h"

#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace sample_host::api {
namespace {

struct Route {
    std::string_view method;
    std::string_view path; // with * for the variable segment
    Response (*handle)(const Exchange &);
};

constexpr std::array routes = {
    // jobs
    Route{"GET", "v1/jobs", list_jobs},
    Route{"PUT", "v1/jobs/*", put_job},
    Route{"GET", "v1/jobs/*", get_job},
    Route{"DELETE", "v1/jobs/*", delete_job},
    Route{"POST", "v1/jobs/*/pause", pause_job},
    Route{"POST", "v1/jobs/*/resume", resume_job},
    Route{"POST", "v1/jobs/*/run", run_job},
    Route{"GET", "v1/jobs/*/explain", explain_job},
    // calendars
    Route{"GET", "v1/calendars", list_calendars},
    Route{"PUT", "v1/calendars/*", put_calendar},
    Route{"GET", "v1/calendars/*", get_calendar},
    Route{"DELETE", "v1/calendars/*", delete_calendar},
    // runs
    Route{"GET", "v1/runs", list_runs},
    Route{"POST", "v1/runs/*/cancel", cancel_run},
    // the scheduler itself
    Route{"GET", "v1/health", get_health},
    Route{"GET", "v1/stats", get_stats},
};

// The variable segment (empty for a path without one) if the route's path is this one.
std::optional<std::string> match(std::string_view path, const std::vector<std::string> &segments) {
    std::string variable;
    for (const std::string &segment : segments) {
        if (path.empty()) return std::nullopt;
        const std::string_view expected = path.substr(0, path.find('/'));
        path.remove_prefix(std::min(path.size(), expected.size() + 1));
        if (expected == "*" && !segment.empty()) {
            variable = segment;
        } else if (expected != segment) {
            return std::nullopt;
        }
    }
    return path.empty() ? std::optional<std::string>(variable) : std::nullopt;
}

int http_status_of(CalendarRefused::Why why) {
    switch (why) {
    case CalendarRefused::Why::missing:
        return 404;
    case CalendarRefused::Why::named_by_a_job:
        return 409;
    default:
        return 400;
    }
}

} // namespace

Response Router::dispatch(const Request &request) const {
    const Target target(request.target);
    std::string allowed;
    for (const Route &route : routes) {
        const std::optional<std::string> id = match(route.path, target.segments());
        if (!id) continue;
        if (route.method == request.method) return route.handle(Exchange{gateway_, request, target, *id});
        if (!allowed.empty()) allowed += ", ";
        allowed += route.method;
    }
    if (allowed.empty()) return refusal(404, "there is nothing at this path");
    Response response = refusal(405, "this path has no such method; it has " + allowed);
    response.allow = allowed;
    return response;
}

Response Router::answer(const Request &request) const noexcept {
    try {
        return dispatch(request);
    } catch (const RequestError &error) {
        return refusal(error.status(), error.what(), error.field());
    } catch (const json::InvalidInput &error) {
        return refusal(400, error.what(), error.field());
    } catch (const CalendarRefused &error) {
        return refusal(http_status_of(error.why), error.what());
    } catch (const SchedulerRefusal &error) {
        return refusal(error.status, error.error);
    } catch (const StoreReadError &error) {
        return refusal(error.status, error.error);
    } catch (const std::exception &error) {
        return refusal(500, error.what());
    }
}

} // namespace sample_host::api

// /v1/health and /v1/stats. Called on worker threads, several at once; nothing is shared between calls.
#include "api/handlers.h"
#include "json/health_json.h"

namespace sample_host::api {

// 503 when unhealthy, so that a probe need not read the body.
Response get_health(const Exchange &exchange) {
    exchange.target.allow_parameters({});
    gs_health health{};
    health.struct_size = sizeof(health);
    const int32_t status = exchange.gateway.api.health(exchange.gateway.scheduler, &health);
    if (status != GS_OK) throw RequestError(http_status_of(status), "the scheduler does not tell its health");
    return {health.healthy != 0 ? 200 : 503, json::health_to_json(health, exchange.gateway.instance), {}, {}};
}

Response get_stats(const Exchange &exchange) {
    exchange.target.allow_parameters({});
    gs_stats stats{};
    stats.struct_size = sizeof(stats);
    const int32_t status = exchange.gateway.api.stats(exchange.gateway.scheduler, &stats);
    if (status != GS_OK) throw RequestError(http_status_of(status), "the scheduler does not tell its counters");
    return {200, json::stats_to_json(stats), {}, {}};
}

} // namespace sample_host::api

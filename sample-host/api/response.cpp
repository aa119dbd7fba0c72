// Thread-safe: pure functions.
#include "api/response.h"

#include "json/change_json.h"

namespace sample_host::api {

int http_status_of(int32_t status) {
    switch (status) {
    case GS_OK:
        return 200;
    case GS_INVALID:
        return 400;
    case GS_NOT_FOUND:
        return 404;
    case GS_CONFLICT:
    case GS_STALE:
    case GS_ALREADY:
        return 409;
    case GS_REFUSED:
    case GS_UNSUPPORTED:
        return 422;
    case GS_UNAVAILABLE:
    case GS_NOT_RUNNING:
    case GS_BUSY:
        return 503;
    case GS_DOUBTFUL:
        return 504; // perhaps applied: must not look like something to repeat blindly
    default:
        return 500;
    }
}

Response refusal(int http_status, std::string_view sentence, std::string_view field) {
    return {http_status, json::error_to_json(sentence, field, -1), {}, {}};
}

Response refusal(int32_t status, const gs_error &error) {
    return {http_status_of(status), json::error_to_json(error), {}, {}};
}

} // namespace sample_host::api

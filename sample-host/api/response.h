// An answer of the API, and how the scheduler's statuses become HTTP's. Thread-safe: values and pure functions.
#pragma once

#include <gateway_scheduler/abi.h>

#include <string>
#include <string_view>

namespace sample_host::api {

struct Response {
    int status = 200;
    std::string body;  // JSON
    std::string etag;  // quoted, or empty
    std::string allow; // the methods that the path has, with status 405
};

// {"error": sentence} with a field, unless it is empty.
Response refusal(int http_status, std::string_view sentence, std::string_view field = {});

// What the scheduler or the storage answered, which was not GS_OK.
Response refusal(int32_t status, const gs_error &error);

int http_status_of(int32_t status);

} // namespace sample_host::api

// From a request to an answer. Thread-safe: it keeps nothing but the gateway, which is.
#pragma once

#include "api/request.h"
#include "api/response.h"
#include "gateway/serve.h"

namespace sample_host::api {

class Router {
  public:
    explicit Router(Gateway &gateway) : gateway_(gateway) {}

    // May block as long as the scheduler's calls do. Never throws: whatever goes wrong is an answer.
    Response answer(const Request &request) const noexcept;

  private:
    Response dispatch(const Request &request) const;

    Gateway &gateway_;
};

} // namespace sample_host::api

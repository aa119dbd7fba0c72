// Asks the router directly, without a server in between.
#pragma once

#include "api/router.h"
#include "fake_gateway.h"

#include <string>

namespace sample_host::api {

inline Response ask(FakeGateway &fake, const std::string &method, const std::string &target,
                    const std::string &body = {}, const std::string &if_match = {},
                    const std::string &if_none_match = {}) {
    return Router(fake.gateway()).answer(Request{method, target, if_match, if_none_match, body});
}

} // namespace sample_host::api

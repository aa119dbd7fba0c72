// The defence against DNS rebinding: a page of some other site, whose name has been pointed at loopback, sends that
// name as Host. Thread-safe: pure function.
#pragma once

#include <string_view>

namespace sample_host::api {

// 127.0.0.1, localhost or [::1], in any case of letters, with or without a port.
bool is_loopback_host(std::string_view host_header);

} // namespace sample_host::api

// listing.h - all checks with the sentences that they stand for, as the README lists them. Pure.
#pragma once

#include <string>

namespace conformance::kit {

std::string listing();

} // namespace conformance::kit

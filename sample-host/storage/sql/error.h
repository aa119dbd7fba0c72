// error.h - the one place where exceptions become statuses of the contract.
// Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <exception>
#include <string_view>

#include <gateway_scheduler/abi.h>

namespace sample_host::sql {

class Database;

// Writes status and text, cut on a character's boundary; `error` may be null. Returns the status.
std::int32_t tell(gs_error *error, std::int32_t status, std::string_view text) noexcept;

// GS_UNAVAILABLE for what may pass, GS_FAILED for what would fail again.
std::int32_t tell(gs_error *error, Database &database, const std::exception_ptr &fault) noexcept;

} // namespace sample_host::sql

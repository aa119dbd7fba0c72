// See hash.h.
#include "schedule/hash.h"

namespace gateway_scheduler::schedule {
namespace {

constexpr std::uint64_t fnv_start = 14'695'981'039'346'656'037U;
constexpr std::uint64_t fnv_prime = 1'099'511'628'211U;

std::uint64_t continue_with(std::uint64_t hash, char byte) {
    return (hash ^ static_cast<unsigned char>(byte)) * fnv_prime;
}

} // namespace

std::uint64_t job_hash(std::string_view job_id, std::string_view field_name) {
    std::uint64_t hash = fnv_start;
    for (const char byte : job_id) hash = continue_with(hash, byte);
    hash = continue_with(hash, '\0');
    for (const char byte : field_name) hash = continue_with(hash, byte);
    return hash ^ (hash >> 32U);
}

} // namespace gateway_scheduler::schedule

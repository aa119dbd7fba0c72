// H: a value for each job and field that never changes, so that many jobs of one pattern do not all fire at once. The
// hash is part of the contract, for others to compute:
//
//   h = FNV-1a, 64 bits, over the job id's bytes, one zero byte, and the field's name in ASCII: second, minute, hour,
//       day of month, month or day of week
//   h = h xor (h >> 32)
//   H        lowest + h mod how many values the field has (day of month: 1-28, day of week: 0-6)
//   H(a-b)   a + h mod (b - a + 1)
//   .../n    from lowest (or a) + h mod n, each n-th up to the highest (or b)
//
// Pure; any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace gateway_scheduler::schedule {

std::uint64_t job_hash(std::string_view job_id, std::string_view field_name);

} // namespace gateway_scheduler::schedule

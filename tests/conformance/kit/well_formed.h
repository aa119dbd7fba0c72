// well_formed.h - whether what a host hands over can be read at all. Each answers with what is wrong, or with an empty
// text; nothing is read before it has been found readable, as far as that can be seen. Pure.
#pragma once

#include <string>

#include <gateway_scheduler/executor.h>
#include <gateway_scheduler/storage.h>

namespace conformance::kit {

std::string fault_of(const gs_job_row *row);
std::string fault_of(const gs_run *row);
std::string fault_of(const gs_record *row);
std::string fault_of(const gs_replica *row);
std::string fault_of(const gs_calendar *row);
std::string fault_of(const gs_item_result *result);
std::string fault_of(const gs_completion *completion);
std::string fault_of(const gs_purged &purged);

// After a call that answered `status`: null, or a text that was meant to be one sentence.
std::string fault_of(const gs_error &error, std::int32_t status);

} // namespace conformance::kit

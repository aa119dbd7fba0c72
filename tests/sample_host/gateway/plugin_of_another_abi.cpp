// A plugin that speaks another ABI version, and says so.
#include <gateway_scheduler/scheduler.h>

#include <cstdio>

const gs_scheduler_api *gateway_scheduler_entry(uint32_t oldest_abi, uint32_t newest_abi, gs_error *error) {
    error->status = GS_INCOMPATIBLE;
    std::snprintf(error->text, sizeof(error->text), "this plugin speaks ABI 7.3, the host speaks %u.%u to %u.%u",
                  oldest_abi >> 16U, oldest_abi & 0xFFFFU, newest_abi >> 16U, newest_abi & 0xFFFFU);
    return nullptr;
}

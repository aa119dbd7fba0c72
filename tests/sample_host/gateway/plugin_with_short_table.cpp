// A plugin that claims the host's ABI version and hands out less than that version has.
#include <gateway_scheduler/scheduler.h>

const gs_scheduler_api *gateway_scheduler_entry(uint32_t, uint32_t newest_abi, gs_error *) {
    static gs_scheduler_api api{};
    api.struct_size = 16;
    api.abi_version = newest_abi;
    return &api;
}

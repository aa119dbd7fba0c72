// How a command ended, as its keeper reports it, and what that means for the scheduler. Pure; any thread.
#pragma once

#include <gateway_scheduler/executor.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace sample_host::executor {

// Sent by a keeper, once, over its control socket, when the command and everything it started is gone.
struct Ending {
    enum Kind : int32_t {
        exited = 1,       // value: exit code
        killed = 2,       // value: signal
        not_executed = 3, // value: errno of execvp
        not_forked = 4,   // value: errno of fork and the like; the command never began
        keeper_lost = 5   // never sent: the socket closed without a report
    };
    Kind kind = keeper_lost;
    int32_t value = 0;
    int32_t asked = 0; // 1: SIGTERM had been sent because of a cancel before the command ended
};

struct Verdict {
    int32_t result = GS_RESULT_FAILED; // GS_RESULT_*
    std::string error;                 // one sentence for people, or empty
};

// `program` is the command's first element, for the sentence.
Verdict judge(const Ending &ending, std::string_view program);

} // namespace sample_host::executor

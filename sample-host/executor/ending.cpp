#include "executor/ending.h"

#include <sysexits.h>

#include <cerrno>
#include <cstring>

namespace sample_host::executor {
namespace {

std::string signal_text(int32_t number) {
    const char *name = ::sigabbrev_np(number);
    return std::to_string(number) + (name == nullptr ? std::string() : " (SIG" + std::string(name) + ")");
}

std::string not_executed_text(int32_t reason, std::string_view program) {
    const std::string quoted = "the command \"" + std::string(program) + "\" ";
    switch (reason) {
    case ENOENT:
        return quoted + (program.find('/') == std::string_view::npos ? "was not found in PATH"
                                                                     : "or its interpreter does not exist");
    case EACCES:
        return quoted + "is not executable by the host's user";
    default:
        return quoted + "could not be executed: " + ::strerrordesc_np(reason);
    }
}

Verdict judge_exit(const Ending &ending) {
    if (ending.value == 0) return {GS_RESULT_SUCCEEDED, ""};
    return {ending.value == EX_TEMPFAIL ? GS_RESULT_FAILED_TEMPORARILY : GS_RESULT_FAILED,
            "exit code " + std::to_string(ending.value)};
}

} // namespace

Verdict judge(const Ending &ending, std::string_view program) {
    switch (ending.kind) {
    case Ending::exited:
        // A program that handles SIGTERM usually exits with 0 or a code of its own: it ended because it was told to,
        // and saying "succeeded" of a run that was timed out would be a lie.
        if (ending.asked != 0) {
            return {GS_RESULT_CANCELED, "canceled, then exit code " + std::to_string(ending.value)};
        }
        return judge_exit(ending);
    case Ending::killed:
        if (ending.asked != 0)
            return {GS_RESULT_CANCELED, "canceled, then ended by signal " + signal_text(ending.value)};
        return {GS_RESULT_FAILED, "killed by signal " + signal_text(ending.value)};
    case Ending::not_executed:
        return {GS_RESULT_FAILED, not_executed_text(ending.value, program)};
    case Ending::not_forked:
        return {GS_RESULT_FAILED_TEMPORARILY,
                std::string("no process could be made for the command: ") + ::strerrordesc_np(ending.value)};
    case Ending::keeper_lost:
        break;
    }
    return {GS_RESULT_FAILED, "the process that kept the command was killed, and the command with it"};
}

} // namespace sample_host::executor

// What each way to end means for the scheduler.
#include "executor/ending.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>

namespace sample_host::executor {
namespace {

struct Case {
    Ending ending;
    int32_t result;
    const char *error;
};

TEST(Ending, IsJudgedByItsKind) {
    const Case cases[] = {
        {{Ending::exited, 0, 0}, GS_RESULT_SUCCEEDED, ""},
        {{Ending::exited, 3, 0}, GS_RESULT_FAILED, "exit code 3"},
        {{Ending::exited, 75, 0}, GS_RESULT_FAILED_TEMPORARILY, "exit code 75"},
        {{Ending::exited, 0, 1}, GS_RESULT_CANCELED, "canceled, then exit code 0"},
        {{Ending::exited, 75, 1}, GS_RESULT_CANCELED, "canceled, then exit code 75"},
        {{Ending::killed, SIGSEGV, 0}, GS_RESULT_FAILED, "killed by signal 11 (SIGSEGV)"},
        {{Ending::killed, SIGTERM, 1}, GS_RESULT_CANCELED, "canceled, then ended by signal 15 (SIGTERM)"},
        {{Ending::killed, 40, 0}, GS_RESULT_FAILED, "killed by signal 40"},
        {{Ending::not_executed, ENOENT, 0}, GS_RESULT_FAILED, "the command \"tool\" was not found in PATH"},
        {{Ending::not_executed, EACCES, 0},
         GS_RESULT_FAILED,
         "the command \"tool\" is not executable by the host's user"},
        {{Ending::not_executed, E2BIG, 0},
         GS_RESULT_FAILED,
         "the command \"tool\" could not be executed: Argument list too long"},
        {{Ending::not_forked, EAGAIN, 0},
         GS_RESULT_FAILED_TEMPORARILY,
         "no process could be made for the command: Resource temporarily unavailable"},
        {{}, GS_RESULT_FAILED, "the process that kept the command was killed, and the command with it"},
    };
    for (const Case &expected : cases) {
        const Verdict verdict = judge(expected.ending, "tool");
        EXPECT_EQ(verdict.result, expected.result) << expected.error;
        EXPECT_EQ(verdict.error, expected.error);
    }
}

TEST(Ending, APathThatDoesNotExistIsNotSoughtInPath) {
    EXPECT_EQ(judge({Ending::not_executed, ENOENT, 0}, "/opt/tool").error,
              "the command \"/opt/tool\" or its interpreter does not exist");
}

} // namespace
} // namespace sample_host::executor

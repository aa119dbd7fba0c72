// A host that starts one command and then waits to be killed. Arguments: the payload. On standard output: the
// number of its spawner.
#include "executor/command_executor.h"
#include "executor/process_tree.h"
#include "loader/contract.h"

#include <unistd.h>

#include <cstdio>

int main(int argument_count, char **arguments) {
    using namespace sample_host;
    if (argument_count != 2) return 2;
    const executor::CommandExecutor commands(executor::CommandExecutorOptions{});
    const auto children = executor::children_of_this_process();
    gs_job job{};
    job.struct_size = sizeof(gs_job);
    job.id = lend("job");
    job.payload = lend_bytes(arguments[1]);
    gs_start start{};
    start.struct_size = sizeof(gs_start);
    start.attempt = 1;
    start.job = &job;
    gs_error error = empty_error();
    if (commands.table().start(commands.table().context, &start, &error) != GS_OK) return 1;
    std::printf("%d\n", static_cast<int>(children.at(0)));
    std::fflush(stdout);
    for (;;) ::pause();
}

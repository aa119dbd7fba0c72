// The whole command line, from arguments to exit code: 0 done, 1 refused or failed, 2 usage, 3 no host is running.
#pragma once

namespace sample_host::cli {

int main(int argc, char **argv);

} // namespace sample_host::cli

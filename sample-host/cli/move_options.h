// What export and import were asked for. Plain values.
#pragma once

#include <string>

namespace sample_host::cli {

struct MoveOptions {
    std::string storage; // its address; empty: the database in the data directory
    bool history = false;
    std::string output; // a file; empty: standard output
    std::string input;  // a file; empty or "-": standard input
    bool replace = false;
    bool dry_run = false;
    std::string crontab; // a file, or "-"; empty: none
    bool system = false; // it has users, as /etc/crontab
    std::string prefix = "cron/";
    std::string zone; // empty: the machine's
};

} // namespace sample_host::cli

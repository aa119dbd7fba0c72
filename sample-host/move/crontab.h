// A crontab as jobs: the assignments that hold for each line, a stable id for it, and its definition as the HTTP API
// takes it. An instance belongs to one thread.
#pragma once

#include "move/crontab_line.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace sample_host::move {

struct CrontabOptions {
    bool system = false;          // with users, as /etc/crontab
    std::string prefix = "cron/"; // of the jobs' ids
    std::string zone;             // where CRON_TZ says nothing
    std::string home;             // the commands' working directory where HOME says nothing; empty: the host's own
    std::string user;             // who the commands run as
    std::function<bool(const std::string &)> is_user;    // is there a user of this name
    std::function<bool(const std::string &)> is_program; // would this word be found as a program
};

struct CrontabJob {
    std::string id;
    std::string zone;
    CrontabEntry entry;
    std::string definition; // JSON, as PUT /v1/jobs/{id} takes it
};

class Crontab {
  public:
    explicit Crontab(CrontabOptions options) : options_(std::move(options)) {}

    // The job that the line makes, if any; `note` is given one sentence when it makes none, or not all of one, though
    // cron would. Throws CrontabFault.
    std::optional<CrontabJob> take(std::string_view line, const std::function<void(const std::string &)> &note);

  private:
    void assign(const CrontabAssignment &assignment, const std::function<void(const std::string &)> &note);
    std::string id_of(const CrontabEntry &entry);
    std::string definition_of(const CrontabEntry &entry) const;
    void check_user(const CrontabEntry &entry) const;
    bool begins_with_program(std::string_view text) const;

    CrontabOptions options_;
    std::map<std::string, std::string> environment_;
    std::string zone_;                 // CRON_TZ; empty: the options'
    std::map<uint64_t, int64_t> seen_; // commands, by their hash: how often
};

} // namespace sample_host::move

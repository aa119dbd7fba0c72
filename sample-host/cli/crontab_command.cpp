// A crontab into the running host: first every line is judged, then each becomes a job. It belongs to the thread that
// calls it.
#include "cli/display_text.h"
#include "cli/errors.h"
#include "cli/host_answer.h"
#include "cli/move_commands.h"
#include "cli/table.h"
#include "move/crontab.h"
#include "move/input_file.h"
#include "move/system_zone.h"
#include "json/job_reader.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <vector>

namespace sample_host::cli {
namespace {

constexpr std::size_t most_jobs = 10'000;

bool is_user(const std::string &name) {
    return ::getpwnam(name.c_str()) != nullptr;
}

bool is_program(const std::string &word) {
    if (word.empty() || word.find('/') != std::string::npos) return !word.empty();
    const char *path = std::getenv("PATH");
    std::istringstream folders(std::string(path == nullptr ? "" : path) + ":/usr/sbin:/sbin");
    for (std::string folder; std::getline(folders, folder, ':');) {
        folder += '/';
        folder += word;
        if (::access(folder.c_str(), X_OK) == 0) return true;
    }
    return false;
}

move::CrontabOptions crontab_options(const MoveOptions &options) {
    const passwd *self = ::getpwuid(::geteuid());
    const std::string zone = options.zone.empty() ? move::system_zone() : options.zone;
    if (zone.empty()) throw Refused("this machine does not say what its time zone is; expected --zone");
    return {
        options.system, options.prefix, zone, self == nullptr ? "" : self->pw_dir, self == nullptr ? "" : self->pw_name,
        is_user,        is_program};
}

struct Planned {
    int64_t line;
    move::CrontabJob job;
};

// The whole file, judged line by line.
class Plan {
  public:
    Plan(Previewer &previewer, const MoveOptions &options, const Terminal &terminal)
        : previewer_(previewer),
          terminal_(terminal),
          crontab_(crontab_options(options)),
          file_(options.crontab, move::longest_crontab_line) {}

    std::vector<Planned> read() {
        std::string_view line;
        while (file_.next(line)) take(line);
        if (problems_ != 0) throw Refused("nothing was imported");
        return std::move(jobs_);
    }

    std::string place(int64_t line) const { return file_.name() + ", line " + std::to_string(line); }

  private:
    void take(std::string_view line) {
        const auto say = [this](const std::string &sentence) {
            terminal_.err << "sample-host: " << harmless(file_.place() + sentence) << '\n';
        };
        try {
            auto job = crontab_.take(line, [&say](const std::string &sentence) { say(": " + sentence); });
            if (!job) return;
            judge(*job);
            if (jobs_.size() == most_jobs) throw Refused("the file has more than 10000 jobs");
            jobs_.push_back({file_.line_number(), std::move(*job)});
        } catch (const move::CrontabFault &fault) {
            ++problems_;
            const std::string column = fault.column == 0 ? "" : ", column " + std::to_string(fault.column);
            say(column + ": " + fault.what());
        }
    }

    // As the host will judge it; a fault of the schedule is shown in the line.
    void judge(const move::CrontabJob &job) {
        json::JobDocument document(previewer_.default_job(), job.definition);
        document.set_id(job.id);
        try {
            previewer_.validate(document.job());
        } catch (const PreviewRefused &refused) {
            const bool schedule = refused.error.position >= 0;
            const std::size_t position = schedule ? static_cast<std::size_t>(refused.error.position) : 0;
            throw move::CrontabFault(refused.error.text, schedule ? job.entry.column_of(position) : 0);
        }
    }

    Previewer &previewer_;
    const Terminal &terminal_;
    move::Crontab crontab_;
    move::InputFile file_;
    std::vector<Planned> jobs_;
    int64_t problems_ = 0;
};

void print_plan(const std::vector<Planned> &jobs, const Terminal &terminal) {
    Table table({"LINE", "ID", "SCHEDULE", "ZONE", "COMMAND"});
    for (const auto &[line, job] : jobs) {
        table.add({std::to_string(line), job.id, job.entry.schedule, job.zone, shortened(job.entry.command, 60)});
    }
    table.print(terminal.out);
}

} // namespace

int import_crontab(Previewer &previewer, const api::Client *host, const Arguments &arguments,
                   const Terminal &terminal) {
    Plan plan(previewer, arguments.move, terminal);
    const std::vector<Planned> jobs = plan.read();
    if (host == nullptr) {
        print_plan(jobs, terminal);
        return exit_done;
    }
    std::map<std::string, int64_t, std::less<>> changes{{"created", 0}, {"unchanged", 0}, {"updated", 0}};
    for (const auto &[line, job] : jobs) {
        try {
            const std::string what =
                text_of(read_answer(host->send("PUT", job_target(job.id), job.definition)), "what");
            ++changes[what];
            if (what != "unchanged") terminal.out << what << ' ' << job.id << '\n';
        } catch (const std::runtime_error &fault) {
            throw Refused(plan.place(line) + ": " + fault.what() +
                          "; the lines before it were taken in, and the same import again does the rest");
        }
    }
    terminal.out << "jobs: " << changes["created"] << " added, " << changes["updated"] << " updated, "
                 << changes["unchanged"] << " unchanged\n";
    return exit_done;
}

} // namespace sample_host::cli

// The commands that change something. They belong to the thread that calls them.
#include "api/percent.h"
#include "cli/errors.h"
#include "cli/host_answer.h"
#include "cli/host_commands.h"
#include "cli/job_definition.h"
#include "json/object_writer.h"
#include "json/utf8.h"

namespace sample_host::cli {
namespace {

// Prints what the change came to, and mentions runs that go on.
int tell_change(const json::Document &change, const Arguments &arguments, const Terminal &terminal) {
    terminal.out << (arguments.json ? change.dump() : text_of(change, "what")) << '\n';
    const std::string running = text_of(change, "running_runs");
    const bool held = arguments.command == Command::pause || arguments.command == Command::cancel;
    if (held && !running.empty() && running != "0") {
        terminal.err << "sample-host: runs of it that go on: " << running << "; cancel-run ends one\n";
    }
    return exit_done;
}

int change_job(const api::Client &host, const Arguments &arguments, const Terminal &terminal, std::string_view method,
               std::string_view rest, std::string_view body = {}) {
    const api::Answer answer = host.send(method, job_target(arguments.id, rest), body);
    return tell_change(read_answer(answer), arguments, terminal);
}

int tell_run(const api::Answer &answer, const Arguments &arguments, const Terminal &terminal) {
    const json::Document run = read_answer(answer);
    terminal.out << (arguments.json ? run.dump() : text_of(run, "run_id")) << '\n';
    return exit_done;
}

} // namespace

int add_job(const api::Client &host, const Arguments &arguments, const Terminal &terminal) {
    const std::string body = job_definition_json(arguments.job);
    const std::string target = job_target(arguments.job.id);
    if (!arguments.job.if_absent) {
        return tell_change(read_answer(host.send("PUT", target, body)), arguments, terminal);
    }
    const api::Answer answer = host.send("PUT", target, body, {"If-None-Match", "*"});
    const json::Document change = read_answer(answer, 409);
    if (answer.status != 409) return tell_change(change, arguments, terminal);
    // It is there already, which is what --if-absent is for.
    const std::string unchanged = json::ObjectWriter().text("what", "unchanged").finish();
    terminal.out << (arguments.json ? unchanged : "unchanged") << '\n';
    return exit_done;
}

int pause_job(const api::Client &host, const Arguments &arguments, const Terminal &terminal) {
    std::string body;
    if (arguments.reason) {
        if (!json::is_utf8(*arguments.reason)) throw Refused("reason: it is not valid UTF-8");
        body = json::ObjectWriter().text("reason", *arguments.reason).finish();
    }
    return change_job(host, arguments, terminal, "POST", "/pause", body);
}

int resume_job(const api::Client &host, const Arguments &arguments, const Terminal &terminal) {
    return change_job(host, arguments, terminal, "POST", "/resume");
}

int cancel_job(const api::Client &host, const Arguments &arguments, const Terminal &terminal) {
    return change_job(host, arguments, terminal, "DELETE", {});
}

int run_job(const api::Client &host, const Arguments &arguments, const Terminal &terminal) {
    return tell_run(host.send("POST", job_target(arguments.id, "/run")), arguments, terminal);
}

int cancel_run(const api::Client &host, const Arguments &arguments, const Terminal &terminal) {
    const std::string target = "/v1/runs/" + api::percent_encode(arguments.id) + "/cancel";
    return tell_run(host.send("POST", target), arguments, terminal);
}

} // namespace sample_host::cli

// The commands that a running host carries out. Each returns the exit code and throws Refused or api::ClientError. They
// belong to the thread that calls them.
#pragma once

#include "api/client.h"
#include "cli/arguments.h"
#include "cli/terminal.h"

namespace sample_host::cli {

int add_job(const api::Client &host, const Arguments &arguments, const Terminal &terminal);
int pause_job(const api::Client &host, const Arguments &arguments, const Terminal &terminal);
int resume_job(const api::Client &host, const Arguments &arguments, const Terminal &terminal);
int cancel_job(const api::Client &host, const Arguments &arguments, const Terminal &terminal);
int run_job(const api::Client &host, const Arguments &arguments, const Terminal &terminal);
int cancel_run(const api::Client &host, const Arguments &arguments, const Terminal &terminal);

int set_calendar(const api::Client &host, const Arguments &arguments, const Terminal &terminal);
int list_calendars(const api::Client &host, const Arguments &arguments, const Terminal &terminal);
int remove_calendar(const api::Client &host, const Arguments &arguments, const Terminal &terminal);

int list_jobs(const api::Client &host, const Arguments &arguments, const Terminal &terminal);
int show_job(const api::Client &host, const Arguments &arguments, const Terminal &terminal);
int list_runs(const api::Client &host, const Arguments &arguments, const Terminal &terminal);
int explain_instant(const api::Client &host, const Arguments &arguments, const Terminal &terminal);
int tell_health(const api::Client &host, const Arguments &arguments, const Terminal &terminal);

} // namespace sample_host::cli

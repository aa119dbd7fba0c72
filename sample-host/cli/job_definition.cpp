// Thread-safe: pure functions.
#include "cli/job_definition.h"

#include "cli/errors.h"
#include "json/command_task.h"
#include "json/duration.h"
#include "json/invalid_input.h"
#include "json/object_writer.h"
#include "json/utf8.h"

#include <algorithm>
#include <charconv>

namespace sample_host::cli {
namespace {

std::string key_of(std::string_view option) {
    std::string key(option);
    std::replace(key.begin(), key.end(), '-', '_');
    return key;
}

void expect_utf8(std::string_view what, std::string_view text) {
    if (!json::is_utf8(text)) throw Refused(std::string(what) + ": it is not valid UTF-8");
}

int64_t read_integer(const JobOption &option, const std::string &value) {
    int64_t number = 0;
    const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (fault != std::errc() || end != value.data() + value.size()) {
        throw Refused(std::string(option.name) + ": " + value + " is too large");
    }
    return number;
}

void write_value(json::ObjectWriter &writer, const JobOption &option, const std::string &value) {
    const std::string key = key_of(option.name);
    expect_utf8(option.name, value);
    if (option.kind == OptionKind::integer) {
        writer.integer(key, read_integer(option, value));
        return;
    }
    if (option.kind == OptionKind::duration) {
        try {
            writer.duration(key, json::parse_duration(value));
        } catch (const json::InvalidInput &error) {
            throw Refused(std::string(option.name) + ": " + error.what());
        }
        return;
    }
    writer.text(key, value);
}

std::string labels_json(const std::vector<std::string> &labels) {
    json::ObjectWriter writer;
    for (const std::string &label : labels) {
        expect_utf8("label", label);
        const std::size_t equals = label.find('=');
        writer.text(label.substr(0, equals), label.substr(equals + 1));
    }
    return writer.finish();
}

std::string calendars_json(const std::vector<std::string> &names) {
    std::string list = "[";
    for (const std::string &name : names) {
        expect_utf8("calendar", name);
        if (list.size() > 1) list += ',';
        json::append_quoted(list, name);
    }
    return list + ']';
}

std::string notify_json(std::string_view events) {
    std::string list = "[";
    while (events != "none" && !events.empty()) {
        const std::size_t comma = events.find(',');
        if (list.size() > 1) list += ',';
        json::append_quoted(list, events.substr(0, comma));
        events.remove_prefix(comma == std::string_view::npos ? events.size() : comma + 1);
    }
    return list + ']';
}

} // namespace

std::string job_definition_json(const JobOptions &job) {
    json::ObjectWriter writer;
    expect_utf8("id", job.id);
    if (!job.id.empty()) writer.text("id", job.id);
    for (const JobOption &option : job_option_table()) {
        const auto given = job.values.find(option.name);
        if (given != job.values.end()) write_value(writer, option, given->second);
    }
    if (!job.labels.empty()) writer.raw("labels", labels_json(job.labels));
    if (!job.calendars.empty()) writer.raw("calendars", calendars_json(job.calendars));
    if (job.notify_on) writer.raw("notify_on", notify_json(*job.notify_on));
    if (job.paused) writer.boolean("paused", true);
    if (job.delete_when_finished) writer.boolean("delete_when_finished", true);
    if (!job.command.empty()) {
        try {
            writer.raw("payload", json::command_task_to_json(job.command, job.prompt));
        } catch (const json::InvalidInput &error) {
            throw Refused(error.what());
        }
    }
    return writer.finish();
}

} // namespace sample_host::cli

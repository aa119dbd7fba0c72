#include "move/parsed_lines.h"

#include "loader/contract.h"
#include "move/fields.h"
#include "json/invalid_input.h"

#include <utility>

namespace sample_host::move {
namespace {

using json::Document;
using json::InvalidInput;

Header read_header(const Document &line) {
    Fields fields(line, "the header");
    Header header;
    fields.at("type");
    if (const std::string format = fields.text("format"); format != format_name) {
        throw InvalidInput("format: it is \"" + format.substr(0, 64) + "\"; expected \"" + std::string(format_name) +
                           '"');
    }
    if (const int64_t version = fields.integer("version", 1); version != format_version) {
        throw InvalidInput("version: the file is of version " + std::to_string(version) +
                           ", which is newer than this program knows; expected " + std::to_string(format_version));
    }
    header.exported_at = fields.time("exported_at");
    header.store = fields.text("store");
    header.schema = fields.integer("schema", 1);
    header.history = fields.boolean("history");
    fields.text("sample_host");
    fields.expect_no_more();
    return header;
}

json::Calendar read_calendar(const Document &line) {
    Fields fields(line, "the line of a calendar");
    fields.at("type");
    json::Calendar calendar = json::parse_calendar(fields.at("calendar").dump());
    if (calendar.name.empty()) throw InvalidInput("the calendar has no name", "name");
    fields.expect_no_more();
    return calendar;
}

Counts read_end(const Document &line) {
    Fields fields(line, "the end");
    fields.at("type");
    const Counts counts{fields.integer("calendars", 0), fields.integer("jobs", 0), fields.integer("runs", 0),
                        fields.integer("records", 0)};
    fields.expect_no_more();
    return counts;
}

} // namespace

Line parse_line(const gs_job &defaults, std::string_view text) {
    const Document line = Document::parse(text);
    Fields fields(line, "a line");
    const std::string type = fields.text("type");
    if (type == "header") return read_header(line);
    if (type == "calendar") return read_calendar(line);
    if (type == "job") return std::make_unique<JobLine>(defaults, line);
    if (type == "run") return std::make_unique<RunLine>(line);
    if (type == "record") return std::make_unique<RecordLine>(line);
    if (type == "end") return read_end(line);
    throw InvalidInput("type: \"" + type.substr(0, 64) + "\" is not one of header, calendar, job, run, record or end");
}

} // namespace sample_host::move

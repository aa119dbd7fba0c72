#include "move/line_order.h"

#include "json/invalid_input.h"

namespace sample_host::move {

using json::InvalidInput;

namespace {

void compare(const char *what, int64_t said, int64_t there) {
    if (said == there) return;
    throw InvalidInput("the end counts " + std::to_string(said) + ' ' + what + ", and the file has " +
                       std::to_string(there) + ": it is not whole, or was edited without its end");
}

} // namespace

void LineOrder::expect_header(bool is_header) {
    if (is_header && began()) throw InvalidInput("a second header; expected one export in a file");
    if (!is_header && !began()) throw InvalidInput("expected the header of an export");
    if (ended()) throw InvalidInput("a line behind the end; expected none");
    if (is_header) place_ = Place::calendars;
}

void LineOrder::calendar(const std::string &name) {
    advance(Place::calendars, "calendar", name);
}

void LineOrder::job(const std::string &id) {
    advance(Place::jobs, "job", id);
}

void LineOrder::run(const std::string &id) {
    advance(Place::runs, "run", id);
}

void LineOrder::record(const std::string &id) {
    advance(Place::records, "record", id);
}

void LineOrder::advance(Place place, const std::string &what, const std::string &id) {
    if (place < place_) {
        throw InvalidInput("a " + what + " stands too late; expected calendars, jobs, runs and records in this order");
    }
    if (place == place_ && any_ && id <= last_) {
        throw InvalidInput("the " + what + " \"" + id + "\" stands behind \"" + last_ +
                           "\"; expected each once, in the order of their bytes");
    }
    place_ = place;
    any_ = true;
    last_ = id;
}

void LineOrder::end(const Counts &told, const Counts &found) {
    place_ = Place::end;
    compare("calendars", told.calendars, found.calendars);
    compare("jobs", told.jobs, found.jobs);
    compare("runs", told.runs, found.runs);
    compare("records", told.records, found.records);
}

} // namespace sample_host::move

// Thread-safe: pure functions.
#include "cli/host_answer.h"

#include "api/percent.h"
#include "cli/errors.h"
#include "cli/people_time.h"
#include "json/duration.h"
#include "json/invalid_input.h"
#include "json/spoken.h"
#include "json/time.h"
#include "json/utf8.h"

namespace sample_host::cli {

std::string job_target(std::string_view id, std::string_view rest) {
    if (id.empty()) throw Refused("the id is empty");
    if (!json::is_utf8(id)) throw Refused("the id is not valid UTF-8");
    return "/v1/jobs/" + api::percent_encode(id) + std::string(rest);
}

std::string calendar_target(std::string_view name) {
    if (name.empty()) throw Refused("the calendar's name is empty");
    if (!json::is_utf8(name)) throw Refused("the calendar's name is not valid UTF-8");
    return "/v1/calendars/" + api::percent_encode(name);
}

json::Document read_answer(const api::Answer &answer, int also_fine) {
    try {
        json::Document document = json::Document::parse(answer.body);
        if (answer.status < 300 || answer.status == also_fine) return document;
        const std::string sentence = text_of(document, "error");
        const auto position = document.find("position");
        if (!sentence.empty()) throw Refused(with_position(sentence, position ? position->integer() : -1));
    } catch (const json::InvalidInput &) {
        throw Refused("the host answered with something that is not JSON, status " + std::to_string(answer.status));
    }
    throw Refused("the host refused without saying why, status " + std::to_string(answer.status));
}

std::string text_of(const json::Document &object, std::string_view key) {
    const auto value = object.find(key);
    if (!value || value->is_null()) return {};
    return value->kind() == json::Document::Kind::text ? value->text() : value->dump();
}

std::string merged_of(const json::Document &run) {
    const auto merged = run.find("merged");
    if (!merged || text_of(run, "run_id").empty()) return {};
    const int64_t instants = merged->is_null() ? -1 : merged->integer();
    return instants == 0 ? std::string() : json::older_instants(instants);
}

std::string duration_of(const json::Document &object, std::string_view key, int64_t unit) {
    std::string text = text_of(object, key);
    if (text.empty() || text.front() == '-') return {};
    try {
        const int64_t duration = json::parse_duration(text);
        return duration < unit ? std::string() : json::format_duration(duration - duration % unit);
    } catch (const json::InvalidInput &) {
        return text; // longer than any that a person may write
    }
}

std::string time_of(const json::Document &object, std::string_view key, bool utc) {
    const std::string text = text_of(object, key);
    return text.empty() ? text : people_time(json::parse_time(text), utc);
}

} // namespace sample_host::cli

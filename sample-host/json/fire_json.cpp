// Thread-safe: pure functions.
#include "json/fire_json.h"

#include "json/document.h"
#include "json/invalid_input.h"
#include "json/object_writer.h"
#include "json/time.h"
#include "json/words.h"

namespace sample_host::json {
namespace {

std::string times_json(std::span<const gs_fire> fires) {
    std::string text = "[";
    text.reserve(2 + fires.size() * 25);
    for (const gs_fire &fire : fires) {
        if (text.size() > 1) text += ',';
        text += '"';
        append_time(text, fire.due_at);
        text += '"';
    }
    return text + ']';
}

std::string local_times_json(std::span<const gs_fire> fires) {
    std::string text = "[";
    for (const gs_fire &fire : fires) {
        if (text.size() > 1) text += ',';
        append_quoted(text, format_time_with_offset(fire.due_at, fire.utc_offset, false));
    }
    return text + ']';
}

std::string marks_json(std::span<const gs_fire> fires) {
    std::string text = "[";
    for (const gs_fire &fire : fires) {
        if (text.size() > 1) text += ',';
        std::string marks = "[";
        for (const Word &entry : mark_words.table()) {
            if ((fire.marks & entry.value) == 0) continue;
            if (marks.size() > 1) marks += ',';
            append_quoted(marks, entry.text);
        }
        text += marks + ']';
    }
    return text + ']';
}

uint32_t read_count(const Document &value) {
    const int64_t count = value.integer();
    if (count < 1 || count > 10'000) {
        throw InvalidInput(std::to_string(count) + " is out of range; expected 1 to 10000");
    }
    return static_cast<uint32_t>(count);
}

bool read_member(FireQuestion &question, std::string_view key, const Document &value) {
    if (key == "schedule") {
        question.schedule = value.text();
    } else if (key == "zone") {
        question.zone = value.text();
    } else if (key == "job_id") {
        question.job_id = value.text();
    } else if (key == "after") {
        question.after = parse_time(value.text());
    } else if (key == "count") {
        question.count = read_count(value);
    } else if (key == "dst_gap") {
        question.dst_gap = dst_gap_words.parse(value.text());
    } else if (key == "dst_overlap") {
        question.dst_overlap = dst_overlap_words.parse(value.text());
    } else if (key == "start_at") {
        question.start_at = parse_time(value.text());
    } else if (key == "end_at") {
        question.end_at = parse_time(value.text());
    } else if (key == "exclude") {
        for (const Document &days : value.items()) add_exclusion(question.exclude, days.text());
    } else {
        return false;
    }
    return true;
}

} // namespace

std::string fires_to_json(std::span<const gs_fire> fires) {
    return "{\"fires\":" + times_json(fires) + '}';
}

std::string fires_with_marks_to_json(std::span<const gs_fire> fires) {
    ObjectWriter writer;
    writer.raw("fires", times_json(fires)).raw("local", local_times_json(fires)).raw("marks", marks_json(fires));
    return writer.finish();
}

std::string explanation_to_json(const Explanation &explanation) {
    ObjectWriter writer;
    writer.boolean("fires", explanation.why == GS_WHY_FIRES);
    writer.text("why", why_words.word(explanation.why));
    writer.text("text", explanation.text);
    writer.time("at", explanation.at);
    writer.time("previous_fire", explanation.previous_fire);
    writer.time("next_fire", explanation.next_fire);
    return writer.finish();
}

FireQuestion parse_fire_question(std::string_view line) {
    const Document document = Document::parse(line);
    if (document.kind() != Document::Kind::object) {
        throw InvalidInput("expected an object, found " + std::string(kind_name(document.kind())));
    }
    FireQuestion question;
    bool has_schedule = false;
    for (const auto &[key, value] : document.members()) {
        const std::string name(key);
        bool known = false;
        try {
            known = read_member(question, key, value);
        } catch (const InvalidInput &error) {
            throw InvalidInput(name + ": " + error.what(), name);
        }
        if (!known) throw InvalidInput("unknown key \"" + name + "\"", name);
        has_schedule = has_schedule || key == "schedule";
    }
    if (!has_schedule) throw InvalidInput("the key \"schedule\" is missing", "schedule");
    return question;
}

} // namespace sample_host::json

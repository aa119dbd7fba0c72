// Thread-safe: pure functions.
#include "json/change_json.h"

#include "json/object_writer.h"
#include "json/words.h"

#include <cstring>
#include <iterator>

namespace sample_host::json {
namespace {

template <std::size_t Size>
std::string_view terminated(const char (&text)[Size]) {
    return {text, strnlen(text, Size)};
}

} // namespace

std::string change_to_json(const gs_change &change) {
    ObjectWriter writer;
    writer.text("what", change_words.word(change.what));
    writer.integer("revision", change.revision);
    writer.time("next_fire_at", change.next_fire_at);
    writer.integer("running_runs", change.running_runs);
    return writer.finish();
}

std::string error_to_json(std::string_view sentence, std::string_view field, int64_t position) {
    ObjectWriter writer;
    writer.text("error", sentence);
    if (!field.empty()) writer.text("field", field);
    if (position >= 0) writer.integer("position", position);
    return writer.finish();
}

std::string error_to_json(const gs_error &error) {
    const std::string_view sentence = terminated(error.text);
    return error_to_json(sentence.empty() ? "the scheduler refused without saying why" : sentence,
                         terminated(error.field), error.position);
}

} // namespace sample_host::json

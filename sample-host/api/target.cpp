// An instance belongs to one thread.
#include "api/target.h"

#include "api/percent.h"
#include "api/request.h"

#include <algorithm>
#include <charconv>

namespace sample_host::api {
namespace {

// Calls `piece` for each part between separators.
template <typename Piece>
void split(std::string_view text, char separator, Piece piece) {
    while (true) {
        const std::size_t end = text.find(separator);
        piece(text.substr(0, end));
        if (end == std::string_view::npos) return;
        text.remove_prefix(end + 1);
    }
}

} // namespace

Target::Target(std::string_view text) {
    if (text.empty() || text.front() != '/') throw RequestError(400, "the target is not a path that begins with /");
    const std::size_t question = text.find('?');
    split(text.substr(1, question == std::string_view::npos ? question : question - 1), '/',
          [this](std::string_view segment) { segments_.push_back(percent_decode(segment)); });
    if (question == std::string_view::npos || question + 1 == text.size()) return;
    split(text.substr(question + 1), '&', [this](std::string_view parameter) {
        const std::size_t equals = parameter.find('=');
        if (equals == std::string_view::npos) {
            throw RequestError(400, "a parameter of the target has no value; expected name=value");
        }
        parameters_.emplace_back(percent_decode(parameter.substr(0, equals)),
                                 percent_decode(parameter.substr(equals + 1)));
    });
}

void Target::allow_parameters(std::initializer_list<std::string_view> names) const {
    for (const auto &[name, value] : parameters_) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            throw RequestError(400, "unknown parameter \"" + name + "\"", name);
        }
        const auto same = [&name](const auto &parameter) { return parameter.first == name; };
        if (std::count_if(parameters_.begin(), parameters_.end(), same) > 1) {
            throw RequestError(400, "the parameter \"" + name + "\" is there twice", name);
        }
    }
}

std::optional<std::string> Target::parameter(std::string_view name) const {
    for (const auto &[key, value] : parameters_) {
        if (key == name) return value;
    }
    return std::nullopt;
}

uint32_t Target::limit(uint32_t fallback, uint32_t most) const {
    const std::optional<std::string> text = parameter("limit");
    if (!text) return fallback;
    uint32_t limit = 0;
    const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), limit);
    if (fault != std::errc() || end != text->data() + text->size() || limit < 1 || limit > most) {
        throw RequestError(400, "limit: expected a whole number from 1 to " + std::to_string(most), "limit");
    }
    return limit;
}

} // namespace sample_host::api

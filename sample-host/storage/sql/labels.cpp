// labels.cpp - see labels.h.
#include "storage/sql/labels.h"

#include <cstdint>
#include <nlohmann/json.hpp>

#include "storage/sql/fault.h"
#include "storage/sql/query.h"

namespace sample_host::sql {

namespace {

constexpr std::string_view no_labels = "{}";

} // namespace

std::string labels_text(const gs_job &job) {
    if (job.label_count <= 0) return std::string(no_labels);
    nlohmann::ordered_json object = nlohmann::ordered_json::object();
    for (std::int32_t i = 0; i < job.label_count; ++i) {
        const std::string key(view(job.labels[i].key));
        if (object.contains(key)) throw BadItem("the label \"" + key + "\" is given twice");
        object[key] = std::string(view(job.labels[i].value));
    }
    try {
        return object.dump();
    } catch (const nlohmann::json::exception &exception) {
        throw BadItem(std::string("the labels cannot be written as JSON: ") + exception.what());
    }
}

Labels parse_labels(std::string_view json) {
    if (json == no_labels) return {};
    const auto object = nlohmann::ordered_json::parse(json, nullptr, false);
    if (!object.is_object()) throw UnreadableRow("labels is not a JSON object");
    Labels labels;
    for (const auto &label : object.items()) {
        if (!label.value().is_string()) throw UnreadableRow("the label \"" + label.key() + "\" is not text");
        labels.emplace_back(label.key(), label.value().get<std::string>());
    }
    return labels;
}

} // namespace sample_host::sql

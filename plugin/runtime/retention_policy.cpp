#include "runtime/retention_policy.h"

#include <charconv>

namespace gateway_scheduler::runtime {

namespace {

void add(std::string &text, const char *key, std::optional<std::int64_t> value) {
    text += text.empty() ? "{\"" : ",\"";
    text += key;
    text += "\":";
    text += value ? std::to_string(*value) : "null";
}

std::optional<std::int64_t> count(const std::optional<std::chrono::seconds> &duration) {
    return duration ? std::optional<std::int64_t>(duration->count()) : std::nullopt;
}

// Takes pieces off the front of a text; once one is not as expected, nothing is.
class Reader {
  public:
    explicit Reader(std::string_view text) : rest_(text) {}

    void skip(std::string_view piece) {
        good_ = good_ && rest_.starts_with(piece);
        if (good_) rest_.remove_prefix(piece.size());
    }

    std::optional<std::int64_t> number_or_null() {
        if (rest_.starts_with("null")) {
            rest_.remove_prefix(4);
            return std::nullopt;
        }
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        good_ = good_ && error == std::errc() && value > 0;
        if (good_) rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return value;
    }

    bool at_end() const { return good_ && rest_.empty(); }

  private:
    std::string_view rest_;
    bool good_ = true;
};

std::optional<std::chrono::seconds> seconds_of(std::optional<std::int64_t> count) {
    return count ? std::optional(std::chrono::seconds(*count)) : std::nullopt;
}

} // namespace

std::string policy_to_json(const RetentionPolicy &policy) {
    std::string text;
    add(text, "keep_runs", policy.runs);
    add(text, "keep_runs_seconds", count(policy.runs_for));
    add(text, "keep_failures", policy.failures);
    add(text, "keep_failures_seconds", count(policy.failures_for));
    return text + '}';
}

std::optional<RetentionPolicy> policy_from_json(std::string_view text) {
    RetentionPolicy policy;
    Reader reader(text);
    reader.skip("{\"keep_runs\":");
    policy.runs = reader.number_or_null();
    reader.skip(",\"keep_runs_seconds\":");
    policy.runs_for = seconds_of(reader.number_or_null());
    reader.skip(",\"keep_failures\":");
    policy.failures = reader.number_or_null();
    reader.skip(",\"keep_failures_seconds\":");
    policy.failures_for = seconds_of(reader.number_or_null());
    reader.skip("}");
    return reader.at_end() ? std::optional(policy) : std::nullopt;
}

} // namespace gateway_scheduler::runtime

// An instance belongs to one thread at a time.
#include "json/job_reader.h"

#include "loader/contract.h"
#include "json/duration.h"
#include "json/invalid_input.h"
#include "json/job_fields.h"
#include "json/time.h"

#include <algorithm>
#include <limits>

namespace sample_host::json {

// Reads one member after the other into the document that it was made for.
class JobReader {
  public:
    explicit JobReader(JobDocument &document) : document_(document), job_(document.job_) {}

    void read(std::string_view key, const Document &value) {
        if (is_known(key)) {
            // The field's name belongs in front of whatever the value's reader has to say.
            try {
                if (!value.is_null()) read_known(key, value);
            } catch (const InvalidInput &error) {
                throw InvalidInput(std::string(key) + ": " + error.what(), std::string(key));
            }
            return;
        }
        const std::string name(key);
        if (std::find(job_server_keys.begin(), job_server_keys.end(), key) != job_server_keys.end()) {
            throw InvalidInput("the key \"" + name + "\" is the scheduler's own and cannot be set", name);
        }
        throw InvalidInput("unknown key \"" + name + "\" in the job", name);
    }

  private:
    template <typename Table>
    static bool has(const Table &table, std::string_view key) {
        return std::any_of(table.begin(), table.end(), [key](const auto &field) { return field.key == key; });
    }

    static bool is_known(std::string_view key) {
        return has(job_texts, key) || has(job_times, key) || has(job_durations, key) || has(job_integers, key) ||
               has(job_booleans, key) || has(job_words, key) || key == "max_runs" || key == "labels" ||
               key == "calendars" || key == "notify_on" || key == "payload";
    }

    void read_known(std::string_view key, const Document &value) {
        for (const auto &field : job_texts) {
            if (field.key == key) job_.*field.member = document_.keep(value.text());
        }
        for (const auto &field : job_times) {
            if (field.key == key) job_.*field.member = parse_time(value.text());
        }
        for (const auto &field : job_durations) {
            if (field.key == key) job_.*field.member = parse_duration(value.text());
        }
        for (const auto &field : job_integers) {
            if (field.key == key) job_.*field.member = read_integer(value);
        }
        for (const auto &field : job_booleans) {
            if (field.key == key) job_.*field.member = value.boolean() ? 1 : 0;
        }
        for (const auto &field : job_words) {
            if (field.key == key) job_.*field.member = field.words.parse(value.text());
        }
        if (key == "max_runs") job_.max_runs = value.integer();
        if (key == "labels") read_labels(value);
        if (key == "calendars") read_calendars(value);
        if (key == "notify_on") read_notify_on(value);
        if (key == "payload") read_payload(value);
    }

    static int32_t read_integer(const Document &value) {
        const int64_t number = value.integer();
        if (number < std::numeric_limits<int32_t>::min() || number > std::numeric_limits<int32_t>::max()) {
            throw InvalidInput(std::to_string(number) + " is beyond what 32 bits hold");
        }
        return static_cast<int32_t>(number);
    }

    void read_labels(const Document &value) {
        const auto members = value.members();
        for (const auto &[key, text] : members) {
            document_.labels_.push_back(gs_label{document_.keep(std::string(key)), document_.keep(text.text())});
        }
        job_.labels = document_.labels_.data();
        job_.label_count = static_cast<int32_t>(document_.labels_.size());
    }

    void read_calendars(const Document &value) {
        for (const Document &name : value.items()) document_.calendars_.push_back(document_.keep(name.text()));
        job_.calendars = document_.calendars_.data();
        job_.calendar_count = static_cast<int32_t>(document_.calendars_.size());
    }

    void read_notify_on(const Document &value) {
        int32_t bits = 0;
        for (const Document &word : value.items()) bits |= notify_words.parse(word.text());
        job_.notify_on = bits;
    }

    void read_payload(const Document &value) {
        const gs_string text = document_.keep(value.dump());
        job_.payload = lend_bytes(view(text));
    }

    JobDocument &document_;
    gs_job &job_;
};

JobDocument::JobDocument(const gs_job &defaults, std::string_view text)
    : JobDocument(defaults, Document::parse(text)) {}

JobDocument::JobDocument(const gs_job &defaults, const Document &document) : job_(defaults) {
    if (document.kind() != Document::Kind::object) {
        throw InvalidInput("a job is a JSON object, found " + std::string(kind_name(document.kind())));
    }
    JobReader reader(*this);
    for (const auto &[key, value] : document.members()) reader.read(key, value);
}

void JobDocument::set_id(std::string id) {
    job_.id = keep(std::move(id));
}

void JobDocument::set_payload(std::string payload) {
    job_.payload = lend_bytes(view(keep(std::move(payload))));
}

gs_string JobDocument::keep(std::string text) {
    return lend(texts_.emplace_back(std::move(text)));
}

} // namespace sample_host::json

// well_formed.cpp - see well_formed.h.
#include "well_formed.h"

#include <cstring>

#include "text.h"

namespace conformance::kit {

namespace {

// No text of the contract is as long as this; a length beyond it is garbage and its bytes are not looked at.
constexpr std::uint64_t longest = std::uint64_t{64} << 20;

// Collects the first fault of a row.
class Inspection {
  public:
    explicit Inspection(const char *row) : row_(row) {}

    Inspection &says(bool holds, const std::string &what) {
        if (fault_.empty() && !holds) fault_ = std::string("a ") + row_ + " " + what;
        return *this;
    }
    Inspection &says_of(const char *field, bool holds, const std::string &what) {
        if (fault_.empty() && !holds) fault_ = std::string("a ") + row_ + "'s " + field + " " + what;
        return *this;
    }
    template <class Row>
    Inspection &size(const Row &row) {
        return says(row.struct_size >= sizeof(Row), "has a struct_size of " + std::to_string(row.struct_size) +
                                                        ", expected " + std::to_string(sizeof(Row)));
    }
    Inspection &text(const gs_string &value, const char *name) {
        bytes(value.data, value.size, name);
        if (!fault_.empty() || value.size == 0) return *this;
        return says_of(name, is_utf8({value.data, value.size}), "is not UTF-8");
    }
    Inspection &bytes(const void *data, std::uint64_t size, const char *name) {
        says_of(name, size <= longest, "has " + std::to_string(size) + " bytes");
        return says_of(name, size == 0 || data != nullptr, "has a length and no address");
    }
    Inspection &list(const void *data, std::int32_t count, const char *name) {
        says(count >= 0 && count < 1'000'000, "has " + std::to_string(count) + " " + name);
        return says(count <= 0 || data != nullptr, std::string("has ") + name + " without an address");
    }
    bool holds() const { return fault_.empty(); }
    std::string fault() const { return fault_; }

  private:
    const char *row_;
    std::string fault_;
};

void inspect_definition(Inspection &look, const gs_job &job) {
    look.size(job).text(job.id, "definition's id");
    look.text(job.name, "name").text(job.owner, "owner").text(job.schedule, "schedule").text(job.zone, "zone");
    look.text(job.concurrency_key, "concurrency_key").text(job.pause_reason, "pause_reason");
    look.bytes(job.payload.data, job.payload.size, "payload");
    look.list(job.labels, job.label_count, "labels").list(job.calendars, job.calendar_count, "calendars");
    for (std::int32_t i = 0; look.holds() && i < job.label_count; ++i) {
        look.text(job.labels[i].key, "label's key").text(job.labels[i].value, "label's value");
    }
    for (std::int32_t i = 0; look.holds() && i < job.calendar_count; ++i) look.text(job.calendars[i], "calendar");
}

} // namespace

std::string fault_of(const gs_job_row *row) {
    Inspection look("job");
    if (row == nullptr) return look.says(false, "is null").fault();
    if (!look.size(*row).says(row->definition != nullptr, "has no definition").holds()) return look.fault();
    if (row->readable == 0) return look.text(row->definition->id, "id").fault();
    inspect_definition(look, *row->definition);
    return look.text(row->tzdata_version, "tzdata_version").fault();
}

std::string fault_of(const gs_run *row) {
    Inspection look("run");
    if (row == nullptr) return look.says(false, "is null").fault();
    look.size(*row).text(row->job_id, "job_id").text(row->owner_instance, "owner_instance");
    look.text(row->concurrency_key, "concurrency_key").text(row->error, "error");
    return look.bytes(row->output.data, row->output.size, "output").fault();
}

std::string fault_of(const gs_record *row) {
    Inspection look("record");
    if (row == nullptr) return look.says(false, "is null").fault();
    look.size(*row).text(row->job_id, "job_id").text(row->by_instance, "by_instance");
    return look.text(row->detail, "detail").fault();
}

std::string fault_of(const gs_replica *row) {
    Inspection look("replica");
    if (row == nullptr) return look.says(false, "is null").fault();
    return look.size(*row).text(row->instance, "instance").fault();
}

std::string fault_of(const gs_calendar *row) {
    Inspection look("calendar");
    if (row == nullptr) return look.says(false, "is null").fault();
    look.size(*row).text(row->name, "name");
    return look.list(row->day_ranges, row->day_range_count, "day_ranges").fault();
}

std::string fault_of(const gs_item_result *result) {
    Inspection look("result");
    if (result == nullptr) return look.says(false, "is null").fault();
    if (!look.size(*result).holds()) return look.fault();
    look.says(result->outcome >= GS_ITEM_DONE && result->outcome <= GS_ITEM_BAD,
              "has the outcome " + item_outcome_name(result->outcome));
    look.list(result->runs, result->run_count, "runs");
    look.bytes(result->payload.data, result->payload.size, "payload").text(result->detail, "detail");
    if (look.holds() && result->job != nullptr) return fault_of(result->job);
    return look.fault();
}

std::string fault_of(const gs_completion *completion) {
    Inspection look("completion");
    if (completion == nullptr) return look.says(false, "is null").fault();
    if (!look.size(*completion).holds()) return look.fault();
    look.says(completion->result >= GS_RESULT_SUCCEEDED && completion->result <= GS_RESULT_REJECTED,
              "has the result " + result_name(completion->result));
    look.bytes(completion->output.data, completion->output.size, "output");
    return look.text(completion->error, "error").fault();
}

std::string fault_of(const gs_purged &purged) {
    Inspection look("purge's answer");
    look.size(purged).says(purged.more == 0 || purged.more == 1, "has `more` " + std::to_string(purged.more));
    look.says(purged.removed >= 0, "has `removed` " + std::to_string(purged.removed));
    look.says(purged.failures >= 0 && purged.failures <= purged.removed,
              "has `failures` " + std::to_string(purged.failures) + " of " + std::to_string(purged.removed));
    return look.says(purged.job_id_size <= GS_MAX_ID_SIZE, "has a job_id_size of " + std::to_string(purged.job_id_size))
        .fault();
}

std::string fault_of(const gs_error &error, std::int32_t status) {
    const auto is_text = [](const char *text, std::size_t size) {
        const std::size_t length = ::strnlen(text, size);
        return length < size && is_utf8({text, length});
    };
    if (status == GS_OK) {
        static const gs_error untouched{sizeof(gs_error), 0, 0, 0, {}, {}};
        const bool same = error.status == 0 && error.text[0] == '\0' && error.field[0] == '\0';
        return same && error.struct_size == untouched.struct_size ? "" : "the error was written with GS_OK";
    }
    if (!is_text(error.text, sizeof error.text)) return "the error's text is not UTF-8 with a NUL at its end";
    if (!is_text(error.field, sizeof error.field)) return "the error's field is not UTF-8 with a NUL at its end";
    return "";
}

} // namespace conformance::kit

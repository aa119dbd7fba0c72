// An instance belongs to one thread.
#include "cli/previewer.h"

#include "api/utc_offset.h"
#include "loader/contract.h"

namespace sample_host::cli {

namespace {

// The contract's question, borrowing from ours.
struct LentQuestion {
    explicit LentQuestion(const json::FireQuestion &question) : calendars(question.exclude) {
        preview.struct_size = sizeof(preview);
        preview.dst_gap = question.dst_gap;
        preview.dst_overlap = question.dst_overlap;
        preview.count = question.count;
        preview.schedule = lend(question.schedule);
        preview.zone = lend(question.zone);
        preview.job_id = lend(question.job_id);
        preview.after = question.after.value_or(GS_NO_TIME);
        preview.start_at = question.start_at;
        preview.end_at = question.end_at;
        preview.calendars = calendars.data();
        preview.calendar_count = calendars.size();
    }

    json::LentCalendars calendars;
    gs_preview preview{};
};

// Copies a text that is borrowed for the call of a visitor. No exception may cross the C boundary; without memory the
// copy stays empty.
void keep(std::string &copy, gs_string text) noexcept {
    guarded(nullptr, GS_FAILED, [&] {
        copy = view(text);
        return GS_OK;
    });
}

// `call` takes a gs_error * and returns a status.
template <typename Call>
void ask(Call &&call) {
    gs_error error = empty_error();
    if (call(&error) != GS_OK) throw PreviewRefused(error);
}

} // namespace

Previewer::Previewer(const gs_scheduler_api &api, const std::filesystem::path &zones) : api_(api) {
    gs_host host{};
    host.struct_size = sizeof(host);
    gs_options options{};
    options.struct_size = sizeof(options);
    options.zone_directory = lend(zones.native());
    ask([&](gs_error *error) { return api_.create(&host, &options, &scheduler_, error); });
}

Previewer::~Previewer() {
    api_.destroy(scheduler_);
}

const std::vector<gs_fire> &Previewer::fires(const json::FireQuestion &question, int64_t now) {
    LentQuestion lent(question);
    lent.preview.after = question.after.value_or(now);
    fires_.clear();
    fires_.reserve(question.count); // so that the visitor never allocates, hence never throws across the boundary
    const auto visit = [](void *context, const gs_fire *fire) -> int32_t {
        auto &fires = *static_cast<std::vector<gs_fire> *>(context);
        if (fires.size() == fires.capacity()) return 1;
        fires.push_back(*fire);
        return 0;
    };
    ask([&](gs_error *error) { return api_.preview(scheduler_, &lent.preview, visit, &fires_, error); });
    return fires_;
}

json::Explanation Previewer::explain(const json::FireQuestion &question, const std::string &at) {
    const LentQuestion lent(question);
    json::Explanation explanation;
    const auto visit = [](void *context, const gs_explanation *told) {
        auto &kept = *static_cast<json::Explanation *>(context);
        kept.why = told->why;
        kept.at = told->at;
        kept.previous_fire = told->previous_fire;
        kept.next_fire = told->next_fire;
        keep(kept.text, told->text);
    };
    ask([&](gs_error *error) { return api_.explain(scheduler_, &lent.preview, lend(at), visit, &explanation, error); });
    return explanation;
}

std::string Previewer::describe(const json::FireQuestion &question) {
    const LentQuestion lent(question);
    std::string words;
    const auto visit = [](void *context, gs_string text) { keep(*static_cast<std::string *>(context), text); };
    ask([&](gs_error *error) { return api_.describe(scheduler_, &lent.preview, visit, &words, error); });
    return words;
}

int32_t Previewer::utc_offset(const std::string &zone, int64_t instant) {
    return api::utc_offset(api_, scheduler_, zone, instant);
}

void Previewer::validate(const gs_job &job) {
    ask([&](gs_error *error) { return api_.validate(scheduler_, &job, error); });
}

gs_job Previewer::default_job() const {
    gs_job job{};
    job.struct_size = sizeof(job);
    api_.job_init(&job);
    return job;
}

} // namespace sample_host::cli

// libFuzzer: any text as a schedule. What is accepted prints as a fixpoint, says itself as a sentence, its fires go
// strictly forward, and each of them is explained as one.
#include <cstdlib>
#include <cstring>

#include "schedule/cursor.h"
#include "schedule/describe.h"
#include "schedule/explain.h"
#include "schedule/schedule.h"

using gateway_scheduler::schedule::Cursor;
using gateway_scheduler::schedule::Instant;
using gateway_scheduler::schedule::Schedule;
using gateway_scheduler::schedule::ScheduleOptions;
using gateway_scheduler::schedule::Why;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const std::string text(reinterpret_cast<const char *>(data), size);
    ScheduleOptions options;
    options.start_at = date::sys_days{date::year{1990} / 1 / 1};
    options.job_id = "nightly-report";
    const auto parsed = Schedule::parse(text, options);
    if (!parsed) {
        require(!parsed.error().text.empty() && !parsed.error().field.empty());
        require(parsed.error().position >= 0 && parsed.error().position <= static_cast<int>(size));
        return 0;
    }
    const auto &schedule = parsed.value();
    const auto again = Schedule::parse(schedule.text(), options);
    require(again.ok() && again.value().text() == schedule.text());
    const auto sentence = describe(schedule);
    require(!sentence.empty() && sentence == describe(again.value()));

    Cursor cursor(schedule);
    Instant at = Instant::min();
    for (int i = 0; i < 20; ++i) {
        const auto next = cursor.next(at);
        require(next == again.value().next(at));
        if (!next) break;
        require(*next > at);
        require(cursor.previous(*next) == next);
        require(explain(schedule, {}, *next).why == Why::fires);
        at = *next;
    }
    return 0;
}

// libFuzzer: any text as a schedule. What is accepted prints as a fixpoint, and its fires go strictly forward.
#include <cstdlib>
#include <cstring>

#include "schedule/cursor.h"
#include "schedule/schedule.h"

using gateway_scheduler::schedule::Cursor;
using gateway_scheduler::schedule::Instant;
using gateway_scheduler::schedule::Schedule;
using gateway_scheduler::schedule::ScheduleOptions;

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
    const auto parsed = Schedule::parse(text, options);
    if (!parsed) {
        require(!parsed.error().text.empty() && !parsed.error().field.empty());
        require(parsed.error().position >= 0 && parsed.error().position <= static_cast<int>(size));
        return 0;
    }
    const auto &schedule = parsed.value();
    const auto again = Schedule::parse(schedule.text(), options);
    require(again.ok() && again.value().text() == schedule.text());

    Cursor cursor(schedule);
    Instant at = Instant::min();
    for (int i = 0; i < 20; ++i) {
        const auto next = cursor.next(at);
        require(next == again.value().next(at));
        if (!next) break;
        require(*next > at);
        require(cursor.previous(*next) == next);
        at = *next;
    }
    return 0;
}

// libFuzzer: any bytes as a zone file, and as a footer. What is accepted is a row of segments on which schedules
// still go strictly forward.
#include <cstdlib>

#include "schedule/cursor.h"
#include "schedule/posix_footer.h"
#include "schedule/zone.h"

using namespace gateway_scheduler::schedule;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void walk(const std::shared_ptr<const Zone> &zone, DstOverlap overlap) {
    ScheduleOptions options;
    options.zone = zone;
    options.dst_overlap = overlap;
    const auto schedule = Schedule::parse("30 0,1,2,23 * * *", options);
    require(schedule.ok());
    Cursor cursor(schedule.value());
    Instant at{};
    for (int i = 0; i < 200; ++i) {
        const auto next = cursor.next(at);
        if (!next) break;
        require(*next > at);
        require(cursor.previous(*next) == next);
        at = *next;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const auto footer = parse_posix_footer({reinterpret_cast<const char *>(data), size});
    require(footer.ok() || !footer.error().text.empty());

    const auto parsed = Zone::parse("Fuzz/Zone", std::as_bytes(std::span(data, size)));
    if (!parsed) return 0;
    const auto &zone = *parsed.value();
    for (std::size_t i = 1; i < zone.segment_count(); ++i) {
        require(zone.segment(i - 1).end == zone.segment(i).begin);
        require(zone.segment(i).begin < zone.segment(i).end);
        require(zone.segment(i - 1).offset != zone.segment(i).offset);
    }
    for (const auto overlap : {DstOverlap::first, DstOverlap::last, DstOverlap::both}) walk(parsed.value(), overlap);
    return 0;
}

// breaks_calls.cpp - what every call has to do. The reads of calendars are broken, upon which nothing else rests.
#include "breaks.h"

#include <cstdio>
#include <memory>
#include <stdexcept>
#include <thread>

namespace kit_test {

namespace {

// Changes what the call of calendars comes to.
Break calendars_break(const char *name, std::vector<std::string> caught,
                      std::function<std::int32_t(std::int32_t, gs_answer &, gs_error *)> change) {
    return {name, std::move(caught), [change = std::move(change)](BrokenStorage &storage, MemoryGateway &) {
                storage.after = [change](std::int32_t status, gs_answer &answer, gs_error *error, const Call &call) {
                    return call.is("calendars") ? change(status, answer, error) : status;
                };
            }};
}

gs_calendar some_calendar() {
    static constexpr gs_day_range days[] = {{1, 2}};
    gs_calendar calendar{};
    calendar.struct_size = sizeof calendar;
    calendar.name = gs_string{"a", 1};
    calendar.version = 1;
    calendar.day_ranges = days;
    calendar.day_range_count = 1;
    return calendar;
}

} // namespace

Breaks breaks_of_calls() {
    return {
        {"the table lacks a function",
         {"storage.table", "storage.calendars.ranges"},
         [](BrokenStorage &storage, MemoryGateway &) { storage.own_table().calendars = nullptr; }},
        {"a null error is not taken",
         {"storage.calls.null_error"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.after = [](std::int32_t status, gs_answer &, gs_error *error, const Call &) {
                 return error == nullptr ? GS_FAILED : status;
             };
         }},
        {"the clock stands still",
         {"storage.clock.goes_on"},
         [](BrokenStorage &storage, MemoryGateway &) {
             const std::int64_t first = storage.now();
             storage.after = [first](std::int32_t status, gs_answer &answer, gs_error *, const Call &) {
                 answer.store_now = first;
                 return status;
             };
         }},
        calendars_break("the clock goes back", {"storage.clock.forward"},
                        [](std::int32_t status, gs_answer &answer, gs_error *) {
                            answer.store_now -= conformance::hour;
                            return status;
                        }),
        calendars_break("the clock is not told", {"storage.calls.clock"},
                        [](std::int32_t status, gs_answer &answer, gs_error *) {
                            answer.store_now = GS_NO_TIME;
                            return status;
                        }),
        calendars_break("a call answers with a status that storages do not have",
                        {"storage.calls.status", "storage.calendars.ranges"},
                        [](std::int32_t, gs_answer &, gs_error *error) {
                            if (error != nullptr) error->status = GS_CONFLICT;
                            return GS_CONFLICT;
                        }),
        {"an item is answered twice",
         {"storage.calls.items"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.after = [](std::int32_t status, gs_answer &answer, gs_error *, const Call &call) {
                 gs_item_result result{};
                 result.struct_size = sizeof result;
                 result.outcome = GS_ITEM_DONE;
                 if (call.is("purge")) answer.item(answer.context, 0, &result);
                 return status;
             };
         }},
        calendars_break("a visitor is called on another thread", {"storage.calls.visitors"},
                        [](std::int32_t status, gs_answer &answer, gs_error *) {
                            std::thread([&answer] {
                                const gs_calendar calendar = some_calendar();
                                answer.calendar(answer.context, &calendar);
                            }).join();
                            return status;
                        }),
        calendars_break("a row cannot be read", {"storage.calls.rows"},
                        [](std::int32_t status, gs_answer &answer, gs_error *) {
                            gs_calendar calendar = some_calendar();
                            calendar.day_ranges = nullptr;
                            answer.calendar(answer.context, &calendar);
                            return status;
                        }),
        calendars_break("an error is written with GS_OK", {"storage.calls.error"},
                        [](std::int32_t status, gs_answer &, gs_error *error) {
                            if (error != nullptr) std::snprintf(error->text, sizeof error->text, "all is well");
                            return status;
                        }),
        calendars_break("an exception comes out", {"storage.calls.exceptions", "storage.calendars.ranges"},
                        [](std::int32_t, gs_answer &, gs_error *) -> std::int32_t {
                            throw std::runtime_error("not caught in the gateway");
                        }),
    };
}

} // namespace kit_test

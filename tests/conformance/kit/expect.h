// expect.h - what checks hold against the host. Each throws Broken with a sentence when it does not hold. Pure.
#pragma once

#include <string>
#include <type_traits>
#include <vector>

#include <gateway_scheduler/storage.h>

#include "../recording.h"
#include "../replica.h"
#include "check.h"

namespace conformance::kit {

std::string shown(std::int64_t value); // GS_NO_TIME as "none"
std::string shown(const std::string &value);
std::string shown(const gs_id &id);

void expect(bool holds, const std::string &what);

template <class Number>
    requires std::is_integral_v<Number>
void expect_equal(Number actual, std::type_identity_t<Number> expected, const std::string &what) {
    if (actual == expected) return;
    throw Broken(what + ": expected " + shown(static_cast<std::int64_t>(expected)) + ", got " +
                 shown(static_cast<std::int64_t>(actual)));
}
void expect_equal(const std::string &actual, const std::string &expected, const std::string &what);
void expect_equal(const gs_id &actual, const gs_id &expected, const std::string &what);
void expect_ids(const std::vector<gs_id> &actual, const std::vector<gs_id> &expected, const std::string &what);

// What the only item of a write, or the item of this index, came to.
void expect_outcome(const Answer &answer, std::int32_t expected, const std::string &what);
void expect_outcome(const Answer &answer, std::size_t index, std::int32_t expected, const std::string &what);
void expect_state(const SeenRun &run, std::int32_t expected, const std::string &what);
// Closed, with this outcome and reason.
void expect_closed(const SeenRun &run, std::int32_t outcome, std::int32_t reason, const std::string &what);

// For scenes: throws Blocked.
void need_done(const Answer &answer, const std::string &what);
const SeenItem &only_item(const Answer &answer, const std::string &what);

} // namespace conformance::kit

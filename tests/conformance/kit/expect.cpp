// expect.cpp - see expect.h.
#include "expect.h"

#include <array>
#include <cstdio>

#include "text.h"

namespace conformance::kit {

std::string shown(std::int64_t value) {
    return value == GS_NO_TIME ? "none" : std::to_string(value);
}

// Long texts by their size: what differs may be in the middle of a megabyte.
std::string shown(const std::string &value) {
    constexpr std::size_t most = 80;
    if (value.size() > most) return std::to_string(value.size()) + " bytes";
    return "\"" + printable(value) + "\"";
}

std::string shown(const gs_id &id) {
    std::string text;
    for (const std::uint8_t byte : id.bytes) {
        std::array<char, 3> digits{};
        std::snprintf(digits.data(), digits.size(), "%02x", static_cast<unsigned>(byte));
        text += digits.data();
    }
    return text;
}

void expect(bool holds, const std::string &what) {
    if (!holds) throw Broken(what);
}

void expect_equal(const std::string &actual, const std::string &expected, const std::string &what) {
    if (actual == expected) return;
    std::string text = what + ": expected " + shown(expected) + ", got " + shown(actual);
    if (actual.size() == expected.size() && actual.size() > 80) text += " that differ";
    throw Broken(text);
}

void expect_equal(const gs_id &actual, const gs_id &expected, const std::string &what) {
    if (actual == expected) return;
    throw Broken(what + ": expected " + shown(expected) + ", got " + shown(actual));
}

void expect_ids(const std::vector<gs_id> &actual, const std::vector<gs_id> &expected, const std::string &what) {
    if (actual == expected) return;
    const auto list = [](const std::vector<gs_id> &ids) {
        std::string text;
        for (const gs_id &id : ids) text += (text.empty() ? "" : " ") + shown(id);
        return text.empty() ? "nothing" : text;
    };
    throw Broken(what + ": expected " + list(expected) + ", got " + list(actual));
}

const SeenItem &only_item(const Answer &answer, const std::string &what) {
    if (answer->status != GS_OK) {
        throw Blocked(what + ": the call answered " + status_name(answer->status) + " " + said(answer->error));
    }
    if (answer->items.size() != 1) {
        throw Blocked(what + ": one item was sent, " + std::to_string(answer->items.size()) + " were answered");
    }
    return answer->items.front();
}

void expect_outcome(const Answer &answer, std::int32_t expected, const std::string &what) {
    only_item(answer, what);
    expect_outcome(answer, 0, expected, what);
}

void expect_outcome(const Answer &answer, std::size_t index, std::int32_t expected, const std::string &what) {
    if (answer->status != GS_OK || index >= answer->items.size()) {
        throw Blocked(what + ": no answer to item " + std::to_string(index) + ", the call answered " +
                      status_name(answer->status) + " " + said(answer->error));
    }
    const SeenItem &item = answer->items[index];
    if (item.result.outcome == expected) return;
    std::string text =
        what + ": expected " + item_outcome_name(expected) + ", got " + item_outcome_name(item.result.outcome);
    if (!item.detail.empty()) text += " (" + printable(item.detail) + ")";
    throw Broken(text);
}

void expect_state(const SeenRun &run, std::int32_t expected, const std::string &what) {
    if (run.row.state == expected) return;
    throw Broken(what + ": expected " + state_name(expected) + ", got " + state_name(run.row.state));
}

void expect_closed(const SeenRun &run, std::int32_t outcome, std::int32_t reason, const std::string &what) {
    expect_state(run, GS_STATE_CLOSED, what);
    if (run.row.outcome != outcome) {
        throw Broken(what + ": expected the outcome " + outcome_name(outcome) + ", got " +
                     outcome_name(run.row.outcome));
    }
    expect_equal(run.row.reason, reason, what + ", its reason");
}

void need_done(const Answer &answer, const std::string &what) {
    const SeenItem &item = only_item(answer, what);
    if (item.result.outcome == GS_ITEM_DONE) return;
    throw Blocked(what + " came to " + item_outcome_name(item.result.outcome) + " instead of done " +
                  printable(item.detail));
}

} // namespace conformance::kit

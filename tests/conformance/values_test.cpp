// values_test.cpp - every field comes back as it went in: long, empty, of every Unicode plane, with NUL bytes.
#include <algorithm>
#include <limits>

#include "storage_test.h"

namespace conformance {
namespace {

class ValuesTest : public StorageTest {
  protected:
    // A character of each plane that has any, and the largest code point.
    static std::string all_planes() {
        std::string text;
        for (std::uint32_t plane = 0; plane <= 16; ++plane) {
            const std::uint32_t code = plane * 0x10000 + 0xfffd;
            if (code < 0x10000) {
                text += static_cast<char>(0xe0 | code >> 12);
            } else {
                text += static_cast<char>(0xf0 | code >> 18);
                text += static_cast<char>(0x80 | (code >> 12 & 0x3f));
            }
            text += static_cast<char>(0x80 | (code >> 6 & 0x3f));
            text += static_cast<char>(0x80 | (code & 0x3f));
        }
        return text;
    }

    static std::string all_bytes() {
        std::string bytes;
        for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
        return bytes;
    }
};

TEST_P(ValuesTest, EveryTextOfAJobComesBack) {
    PutItem item;
    item.id = "id " + all_planes();
    item.name = "name " + all_planes();
    item.owner = "owner " + all_planes();
    item.schedule = std::string(GS_MAX_SCHEDULE_SIZE, '*');
    item.zone = "America/Argentina/ComodRivadavia";
    item.concurrency_key = std::string("\x01with\0a NUL", 11);
    item.pause_reason = std::string(GS_MAX_REASON_SIZE, 'p');
    item.tzdata_version = "2025b";
    item.labels = {{"zeta", "first"}, {"alpha", all_planes()}, {"", "empty key"}, {"quote\"", "\\ \n\t"}};
    const SeenJob seen = put(item);
    EXPECT_EQ(seen.id, item.id);
    EXPECT_EQ(seen.name, item.name);
    EXPECT_EQ(seen.owner, item.owner);
    EXPECT_EQ(seen.schedule, item.schedule);
    EXPECT_EQ(seen.zone, item.zone);
    EXPECT_EQ(seen.concurrency_key, item.concurrency_key);
    EXPECT_EQ(seen.pause_reason, item.pause_reason);
    EXPECT_EQ(seen.tzdata_version, item.tzdata_version);
    EXPECT_EQ(seen.labels, item.labels);
}

TEST_P(ValuesTest, EveryNumberOfAJobComesBack) {
    PutItem item;
    gs_job &definition = item.definition;
    definition.dst_gap = GS_DST_GAP_SKIP;
    definition.dst_overlap = GS_DST_OVERLAP_BOTH;
    definition.start_at = -1;
    definition.end_at = std::numeric_limits<std::int64_t>::max();
    definition.max_runs = 11;
    definition.jitter = 12;
    definition.overlap = GS_OVERLAP_REPLACE;
    definition.max_active = 13;
    definition.catch_up = GS_CATCH_UP_ALL;
    definition.catch_up_limit = 14;
    definition.catch_up_window = 15;
    definition.start_deadline = 16;
    definition.timeout = 17;
    definition.stall_timeout = 18;
    definition.retries = 19;
    definition.retry_on = GS_RETRY_ON_ANY;
    definition.retry_delay = 20;
    definition.retry_max_delay = 21;
    definition.on_lost = GS_ON_LOST_RUN_AGAIN;
    definition.job_class = GS_CLASS_RESOURCE_INTENSIVE;
    definition.priority = -22;
    definition.disable_after_failures = 23;
    definition.notify_on = 63;
    definition.paused = 1;
    definition.delete_when_finished = 1;
    const SeenJob seen = put(item);
    EXPECT_EQ(seen.numbers.dst_gap, definition.dst_gap);
    EXPECT_EQ(seen.numbers.dst_overlap, definition.dst_overlap);
    EXPECT_EQ(seen.numbers.start_at, definition.start_at);
    EXPECT_EQ(seen.numbers.end_at, definition.end_at);
    EXPECT_EQ(seen.numbers.max_runs, definition.max_runs);
    EXPECT_EQ(seen.numbers.jitter, definition.jitter);
    EXPECT_EQ(seen.numbers.overlap, definition.overlap);
    EXPECT_EQ(seen.numbers.max_active, definition.max_active);
    EXPECT_EQ(seen.numbers.catch_up, definition.catch_up);
    EXPECT_EQ(seen.numbers.catch_up_limit, definition.catch_up_limit);
    EXPECT_EQ(seen.numbers.catch_up_window, definition.catch_up_window);
    EXPECT_EQ(seen.numbers.start_deadline, definition.start_deadline);
    EXPECT_EQ(seen.numbers.timeout, definition.timeout);
    EXPECT_EQ(seen.numbers.stall_timeout, definition.stall_timeout);
    EXPECT_EQ(seen.numbers.retries, definition.retries);
    EXPECT_EQ(seen.numbers.retry_on, definition.retry_on);
    EXPECT_EQ(seen.numbers.retry_delay, definition.retry_delay);
    EXPECT_EQ(seen.numbers.retry_max_delay, definition.retry_max_delay);
    EXPECT_EQ(seen.numbers.on_lost, definition.on_lost);
    EXPECT_EQ(seen.numbers.job_class, definition.job_class);
    EXPECT_EQ(seen.numbers.priority, definition.priority);
    EXPECT_EQ(seen.numbers.disable_after_failures, definition.disable_after_failures);
    EXPECT_EQ(seen.numbers.notify_on, definition.notify_on);
    EXPECT_EQ(seen.numbers.paused, definition.paused);
    EXPECT_EQ(seen.numbers.delete_when_finished, definition.delete_when_finished);
}

TEST_P(ValuesTest, EveryNumberOfTheRowComesBack) {
    PutItem item;
    item.row.revision = 31;
    item.row.next_fire = 32;
    item.row.fire_at = 33;
    item.row.cursor = 34;
    item.row.look_at = 35;
    item.row.failures_in_row = 36;
    item.row.disabled = 1;
    item.row.writer = new_id();
    ASSERT_EQ(replica().put(item)->outcome(), GS_ITEM_DONE);
    const SeenJob seen = job();
    EXPECT_EQ(seen.row.revision, 31);
    EXPECT_EQ(seen.row.next_fire, 32);
    EXPECT_EQ(seen.row.fire_at, 33);
    EXPECT_EQ(seen.row.cursor, 34);
    EXPECT_EQ(seen.row.look_at, 35);
    EXPECT_EQ(seen.row.failures_in_row, 36);
    EXPECT_EQ(seen.row.disabled, 1);
    EXPECT_TRUE(seen.row.writer == item.row.writer);
}

TEST_P(ValuesTest, EveryConstantHasItsPlace) {
    PutItem item;
    for (std::int32_t value = 0; value <= 3; ++value) {
        item.definition.overlap = value;
        item.definition.dst_overlap = std::min(value, 2);
        item.definition.catch_up = std::min(value, 2);
        item.definition.dst_gap = item.definition.retry_on = item.definition.on_lost = value % 2;
        item.definition.job_class = value == 3 ? 4 : std::max(value, 1);
        item.id = "job " + std::to_string(value);
        const SeenJob seen = put(item);
        EXPECT_EQ(seen.numbers.overlap, item.definition.overlap);
        EXPECT_EQ(seen.numbers.dst_overlap, item.definition.dst_overlap);
        EXPECT_EQ(seen.numbers.catch_up, item.definition.catch_up);
        EXPECT_EQ(seen.numbers.dst_gap, item.definition.dst_gap);
        EXPECT_EQ(seen.numbers.retry_on, item.definition.retry_on);
        EXPECT_EQ(seen.numbers.on_lost, item.definition.on_lost);
        EXPECT_EQ(seen.numbers.job_class, item.definition.job_class);
    }
}

TEST_P(ValuesTest, APayloadMayHoldEveryByte) {
    PutItem item;
    item.payload = all_bytes() + std::string(3, '\0') + all_bytes();
    EXPECT_EQ(put(item).payload, item.payload);
}

TEST_P(ValuesTest, APayloadOfSixteenMebibytesComesBackEverywhere) {
    PutItem item;
    item.payload.resize(GS_MAX_PAYLOAD_SIZE);
    for (std::size_t i = 0; i < item.payload.size(); ++i) item.payload[i] = static_cast<char>(i * 31 >> 3);
    const SeenJob seen = put(item);
    EXPECT_TRUE(seen.payload == item.payload);
    const ClaimItem claim(seen, new_id(), now() - second);
    EXPECT_TRUE(replica().claim(claim)->item().payload == item.payload);
    EXPECT_TRUE(replica().begin(claim.run_id, 1, true)->item().job.payload == item.payload);
}

TEST_P(ValuesTest, APayloadCanBeChangedAndTakenAway) {
    PutItem item;
    item.payload = "first";
    PutItem edit(put(item));
    edit.payload = "second";
    PutItem emptied(put(edit));
    EXPECT_EQ(job().payload, "second");
    emptied.payload.clear();
    EXPECT_EQ(put(emptied).payload, "");
}

TEST_P(ValuesTest, WhatARunSaidComesBack) {
    const gs_id id = running_run(due_job());
    UpdateItem item = to_closed(id, GS_OUTCOME_FAILED);
    item.error = "failed: " + all_planes();
    item.output = std::string(GS_MAX_OUTPUT_SIZE - 256, 'x') + all_bytes();
    ASSERT_EQ(replica().update(item)->outcome(), GS_ITEM_DONE);
    EXPECT_EQ(run(id).error, item.error);
    EXPECT_TRUE(run(id).output == item.output);
}

TEST_P(ValuesTest, InstanceNamesComeBack) {
    const Replica named = joined(all_planes());
    const auto replicas = replica().replicas()->replicas;
    EXPECT_TRUE(std::any_of(replicas.begin(), replicas.end(),
                            [](const SeenReplica &row) { return row.instance == all_planes(); }));
    due_job();
    ASSERT_EQ(named.claim(ClaimItem(job(), new_id(), now() - second))->outcome(), GS_ITEM_DONE);
    const gs_runs_page page = runs_page(1);
    EXPECT_EQ(replica().runs(page)->runs.at(0).owner_instance, all_planes());
}

TEST_P(ValuesTest, EveryOutcomeAndReasonComesBack) {
    const SeenJob of = due_job();
    for (std::int32_t outcome = GS_OUTCOME_SUCCEEDED; outcome <= GS_OUTCOME_EXPIRED; ++outcome) {
        EXPECT_EQ(run(closed_run(of, outcome)).row.outcome, outcome);
    }
    for (std::int32_t reason = GS_REASON_NONE; reason <= GS_REASON_LIMIT; ++reason) {
        PutItem edit(job());
        edit.record = record(no_time, no_time);
        edit.record->reason = reason;
        edit.record->kind = reason % 5 + 1;
        put(edit);
        const auto seen = replica().records("job", 1)->records.at(0);
        EXPECT_EQ(seen.row.reason, reason);
        EXPECT_EQ(seen.row.kind, reason % 5 + 1);
    }
}

CONFORMANCE_SUITE(ValuesTest);

} // namespace
} // namespace conformance

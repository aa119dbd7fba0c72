// storage_values.cpp - what goes in comes back: long, empty, of every Unicode plane, with every byte.
#include <limits>

#include "storage_checks.h"
#include "text.h"

namespace conformance::kit {

namespace {

void texts(StorageScene &scene) {
    PutItem item = scene.new_job("id " + every_plane());
    item.name = "name " + every_plane();
    item.owner = std::string(GS_MAX_OWNER_SIZE, 'o');
    item.schedule = std::string(GS_MAX_SCHEDULE_SIZE, '*');
    item.zone = "America/Argentina/ComodRivadavia";
    item.pause_reason = std::string(GS_MAX_REASON_SIZE, 'p');
    item.tzdata_version = "2025b";
    item.labels = {{"zeta", "first"}, {"alpha", every_plane()}, {"", "empty key"}, {"quote\"'", "\\ \n\t%s"}};
    const SeenJob seen = scene.put(item);
    expect_equal(seen.id, item.id, "id");
    expect_equal(seen.name, item.name, "name");
    expect_equal(seen.owner, item.owner, "owner");
    expect_equal(seen.schedule, item.schedule, "schedule");
    expect_equal(seen.zone, item.zone, "zone");
    expect_equal(seen.pause_reason, item.pause_reason, "pause_reason");
    expect_equal(seen.tzdata_version, item.tzdata_version, "tzdata_version");
    expect(seen.labels == item.labels, "the labels do not come back as they went in, in their order");
}

void nul_bytes(StorageScene &scene) {
    PutItem item = scene.new_job();
    item.concurrency_key = std::string("\x01with\0a NUL", 11);
    item.name = std::string("a\0b", 3);
    const SeenJob seen = scene.put(item);
    expect_equal(seen.concurrency_key, item.concurrency_key, "a concurrency_key with a NUL");
    expect_equal(seen.name, item.name, "a name with a NUL");
}

void numbers(StorageScene &scene) {
    PutItem item = scene.new_job();
    gs_job &in = item.definition;
    auto set = [value = std::uint8_t{10}](auto &field) mutable { field = value++; };
    set(in.max_runs), set(in.jitter), set(in.max_active), set(in.catch_up_limit), set(in.catch_up_window);
    set(in.start_deadline), set(in.timeout), set(in.stall_timeout), set(in.retries), set(in.retry_delay);
    set(in.retry_max_delay), set(in.disable_after_failures);
    in.start_at = -1;
    in.end_at = std::numeric_limits<std::int64_t>::max();
    in.priority = -22;
    in.overlap = GS_OVERLAP_REPLACE;
    in.dst_overlap = GS_DST_OVERLAP_BOTH;
    in.catch_up = GS_CATCH_UP_ALL;
    in.job_class = GS_CLASS_RESOURCE_INTENSIVE;
    in.notify_on = 63;
    in.dst_gap = in.retry_on = in.on_lost = in.paused = in.delete_when_finished = 1;
    const gs_job out = scene.put(item).numbers;
    const auto same = [](auto actual, auto expected, const char *field) { expect_equal(actual, expected, field); };
    same(out.max_runs, in.max_runs, "max_runs"), same(out.jitter, in.jitter, "jitter");
    same(out.max_active, in.max_active, "max_active"), same(out.catch_up_limit, in.catch_up_limit, "catch_up_limit");
    same(out.catch_up_window, in.catch_up_window, "catch_up_window");
    same(out.start_deadline, in.start_deadline, "start_deadline"), same(out.timeout, in.timeout, "timeout");
    same(out.stall_timeout, in.stall_timeout, "stall_timeout"), same(out.retries, in.retries, "retries");
    same(out.retry_delay, in.retry_delay, "retry_delay");
    same(out.retry_max_delay, in.retry_max_delay, "retry_max_delay");
    same(out.disable_after_failures, in.disable_after_failures, "disable_after_failures");
    same(out.start_at, in.start_at, "start_at"), same(out.end_at, in.end_at, "end_at");
    same(out.priority, in.priority, "priority"), same(out.overlap, in.overlap, "overlap");
    same(out.dst_overlap, in.dst_overlap, "dst_overlap"), same(out.catch_up, in.catch_up, "catch_up");
    same(out.job_class, in.job_class, "job_class"), same(out.notify_on, in.notify_on, "notify_on");
    same(out.dst_gap, 1, "dst_gap"), same(out.retry_on, 1, "retry_on"), same(out.on_lost, 1, "on_lost");
    same(out.paused, 1, "paused"), same(out.delete_when_finished, 1, "delete_when_finished");
}

void bytes(StorageScene &scene) {
    PutItem item = scene.new_job();
    item.payload = every_byte() + std::string(3, '\0') + every_byte();
    PutItem edit(scene.put(item));
    expect_equal(edit.payload, item.payload, "a payload of every byte");
    edit.payload.clear();
    expect_equal(scene.put(edit).payload, "", "a payload that was taken away");
}

void large(StorageScene &scene) {
    PutItem item = scene.new_job();
    item.payload.resize(GS_MAX_PAYLOAD_SIZE);
    for (std::size_t i = 0; i < item.payload.size(); ++i) item.payload[i] = static_cast<char>(i * 31 >> 3);
    expect_equal(scene.put(item).payload, item.payload, "a payload of 16 MiB");
}

void outputs(StorageScene &scene) {
    const gs_id id = scene.running_run(scene.due_job());
    UpdateItem item = to_closed(id, GS_OUTCOME_FAILED);
    item.error = "failed: " + every_plane();
    item.output = std::string(GS_MAX_OUTPUT_SIZE - 256, 'x') + every_byte();
    need_done(scene.replica().update(item), "update to closed");
    expect_equal(scene.run(id).error, item.error, "error");
    expect_equal(scene.run(id).output, item.output, "an output of 64 KiB");
}

} // namespace

StorageChecks value_checks() {
    static constexpr const char *text = "Text is UTF-8, {pointer, length}, without a terminating NUL";
    return {
        {{"storage.values.texts", abi_h, text}, texts},
        {{"storage.values.nul", abi_h, text}, nul_bytes},
        {{"storage.values.numbers", job_h, "What a client says: the whole definition."}, numbers},
        {{"storage.values.bytes", job_h, "up to 16 MiB, opaque, for the executor"}, bytes},
        {{"storage.values.large", job_h, "up to 16 MiB, opaque, for the executor"}, large},
        {{"storage.values.output", run_h, "as the executor gave it, at most GS_MAX_OUTPUT_SIZE"}, outputs},
    };
}

} // namespace conformance::kit

// purging.cpp - see purging.h.
#include "purging.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "expect.h"

namespace conformance::kit {

namespace {

// More than any store of the kit's has rows: a walk that is longer has no end.
constexpr int most_calls = 100'000;

gs_purge purge_of(std::int32_t what) {
    gs_purge item{};
    item.struct_size = sizeof item;
    item.limit = GS_MAX_PURGE_LIMIT;
    item.what = what;
    return item;
}

gs_purged empty_place() {
    gs_purged place{};
    place.struct_size = sizeof place;
    return place;
}

int compare_ids(const gs_id &left, const gs_id &right) {
    return std::memcmp(left.bytes, right.bytes, sizeof left.bytes);
}

bool is_behind_in_time(const gs_purged &place, const gs_purged &before) {
    if (place.time != before.time) return place.time > before.time;
    return compare_ids(place.id, before.id) > 0;
}

bool is_behind_by_job(const gs_purged &place, const gs_purged &before) {
    const int jobs =
        std::string_view(place.job_id, place.job_id_size).compare(std::string_view(before.job_id, before.job_id_size));
    return jobs != 0 ? jobs < 0 : compare_ids(place.id, before.id) < 0;
}

// Replicas are not walked along: while there is more, each call takes some away.
void expect_gets_on(const gs_purge &item, const gs_purged &place) {
    if (item.what == GS_PURGE_REPLICAS) {
        expect(place.removed > 0, "purge tells of more replicas and has removed none");
        return;
    }
    expect(!(place.id == no_id), "purge tells of more and names no place to go on from");
    if (item.after == nullptr) return;
    const bool by_age = item.what == GS_PURGE_RUNS_BY_AGE || item.what == GS_PURGE_RECORDS_BY_AGE;
    expect(by_age ? is_behind_in_time(place, *item.after) : is_behind_by_job(place, *item.after),
           "purge tells of more, and its place is not behind the one that it was given");
}

} // namespace

gs_purge purge_by_age(std::int32_t what, std::int64_t before) {
    gs_purge item = purge_of(what);
    item.before = before;
    item.failures_before = before;
    return item;
}

gs_purge purge_by_count(std::int32_t what, std::int64_t keep, std::int64_t keep_failures) {
    gs_purge item = purge_of(what);
    item.keep = keep;
    item.keep_failures = keep_failures;
    return item;
}

gs_purged purge_once(const Replica &replica, const gs_purge &item) {
    gs_purged purged = empty_place();
    purged.more = -1; // all three have to be written
    purged.removed = -1;
    purged.failures = -1;
    need_done(replica.purge(item, purged), "purge");
    return purged;
}

Walked purge_to_the_end(const Replica &replica, gs_purge item) {
    Walked walked;
    gs_purged before{};
    for (int calls = 1;; ++calls) {
        const gs_purged place = purge_once(replica, item);
        walked.removed += place.removed;
        walked.failures += place.failures;
        if (place.more == 0) return walked;
        expect_gets_on(item, place);
        expect(calls < most_calls, "purge has told of more for " + std::to_string(most_calls) + " times");
        before = place;
        if (item.what != GS_PURGE_REPLICAS) item.after = &before;
    }
}

// '~' is greater than the letters and digits of other names that begin with this one.
gs_purged place_before_job(const std::string &job_id) {
    gs_purged place = empty_place();
    const std::string greater = job_id + "~";
    place.job_id_size = static_cast<std::uint32_t>(std::min<std::size_t>(greater.size(), GS_MAX_ID_SIZE));
    std::copy_n(greater.data(), place.job_id_size, place.job_id);
    place.id.bytes[0] = 1;
    place.stayed = 1;
    return place;
}

gs_purged place_in_time(std::int64_t time, gs_id id) {
    gs_purged place = empty_place();
    place.time = time;
    place.id = id;
    return place;
}

} // namespace conformance::kit

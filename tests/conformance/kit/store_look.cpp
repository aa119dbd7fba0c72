// store_look.cpp - see store_look.h.
#include "store_look.h"

#include "purging.h"
#include "text.h"

namespace conformance::kit {

namespace {

constexpr const char *own = "conformance/";

Replica visitor(StoreUnderTest &store, const char *word) {
    return {[&store]() -> const gs_storage & { return *store.table; }, store.prefix + word, store.new_id()};
}

Answer checked(Answer answer, const char *what) {
    if (answer->status == GS_OK) return answer;
    throw Blocked(std::string(what) + " answered " + status_name(answer->status) + " " + said(answer->error));
}

} // namespace

std::string stranger_in(StoreUnderTest &store) {
    constexpr std::uint32_t page = 100;
    const Replica look = visitor(store, "look");
    std::string last;
    for (;;) {
        const auto answer = checked(look.jobs(last, page), "jobs");
        for (const SeenJob &job : answer->jobs) {
            if (!job.id.starts_with(own)) return "the job " + shown(job.id);
            if (job.id <= last) throw Blocked("jobs does not come by id");
            last = job.id;
        }
        if (answer->jobs.size() < page) break;
    }
    const auto answer = checked(look.replicas(), "replicas");
    for (const SeenReplica &replica : answer->replicas) {
        const bool alive = replica.row.retired == GS_REPLICA_ALIVE;
        if (alive && !replica.instance.starts_with(own)) return "the living replica " + shown(replica.instance);
    }
    return "";
}

bool is_empty(StoreUnderTest &store) {
    const Replica look = visitor(store, "look");
    return checked(look.jobs("", 1), "jobs")->jobs.empty() && checked(look.runs(runs_page(1)), "runs")->runs.empty() &&
           checked(look.records("", 1), "records")->records.empty();
}

void purge_all(StoreUnderTest &store) {
    const Replica cleaner = visitor(store, "purge");
    need_done(cleaner.join(), "join");
    const std::int64_t until = cleaner.replicas()->answer.store_now + hour;
    for (const std::int32_t what : {GS_PURGE_RUNS_BY_AGE, GS_PURGE_RECORDS_BY_AGE, GS_PURGE_REPLICAS}) {
        purge_to_the_end(cleaner, purge_by_age(what, until));
    }
    need_done(cleaner.retire(cleaner.incarnation(), 0, GS_REPLICA_RETIRED_BY_ITSELF), "retire");
}

} // namespace conformance::kit

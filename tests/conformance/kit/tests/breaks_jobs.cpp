// breaks_jobs.cpp - put_job, remove_job and disable_job.
#include "breaks.h"

#include <map>
#include <memory>
#include <set>

namespace kit_test {

namespace {

using conformance::borrow;
using conformance::text;

// Rows that put changes: put's item points to them.
struct Rows {
    gs_job_row row{};
    gs_job definition{};
    gs_record record{};
    std::string kept;

    // The item's row and definition as copies that may be changed.
    void take(gs_put_job &item) {
        row = *item.row;
        definition = *row.definition;
        row.definition = &definition;
        item.row = &row;
    }
};

using Ids = std::shared_ptr<std::set<std::string>>;

void note_removed(BrokenStorage &storage, const Ids &removed) {
    storage.result = [removed](gs_item_result &result, const Call &call) {
        if (!call.is("remove_job") || result.outcome != GS_ITEM_DONE) return;
        removed->insert(text(static_cast<const gs_remove_job *>(call.item)->id));
    };
}

gs_record covering(const BrokenStorage &storage, const gs_string &job_id) {
    static std::uint64_t count = 0;
    gs_record record{};
    record.struct_size = sizeof record;
    record.kind = GS_RECORD_MISSED;
    record.id = conformance::numbered_id(std::uint64_t{0x7e0000000000} + ++count);
    record.job_id = job_id;
    record.first_due = storage.now() - conformance::hour;
    record.last_due = storage.now() + conformance::hour;
    record.announced = 1;
    record.wake_at = GS_NO_TIME;
    return record;
}

void name_stays(BrokenStorage &storage, MemoryGateway & /*gateway*/) {
    storage.on<gs_put_job>() = [&storage, rows = std::make_shared<Rows>()](gs_put_job &item, Call &) {
        if (item.expected_version == 0 || !storage.has_job(item.row->definition->id)) return;
        rows->take(item);
        rows->kept = storage.job_of(rows->definition.id).name;
        rows->definition.name = borrow(rows->kept);
    };
}

void overwrites(BrokenStorage &storage, MemoryGateway & /*gateway*/) {
    storage.on<gs_put_job>() = [&storage](gs_put_job &item, Call &) {
        const gs_string id = item.row->definition->id;
        item.expected_version = storage.has_job(id) ? storage.job_of(id).row.version : 0;
    };
}

void never_stale(BrokenStorage &storage, MemoryGateway & /*gateway*/) {
    storage.on<gs_put_job>() = [&storage, rows = std::make_shared<Rows>()](gs_put_job &item, Call &) {
        const gs_string id = item.row->definition->id;
        if (item.record != nullptr || !storage.has_job(id)) return;
        if (storage.job_of(id).row.next_fire == item.row->next_fire) return;
        rows->record = covering(storage, id);
        item.record = &rows->record;
    };
}

void always_stale(BrokenStorage &storage, MemoryGateway & /*gateway*/) {
    storage.result = [&storage](gs_item_result &result, const Call &call) {
        if (!call.is("put_job") || result.outcome != GS_ITEM_DONE) return;
        const auto &item = *static_cast<const gs_put_job *>(call.item);
        const bool is_edit = text(item.row->definition->name) == "edited" && item.row->definition->paused == 0;
        const bool due = item.row->next_fire != GS_NO_TIME && item.row->next_fire <= storage.now();
        if (is_edit && due && item.record == nullptr && item.hold == 0) result.outcome = GS_ITEM_STALE;
    };
}

void counters_are_overwritten(BrokenStorage &storage, MemoryGateway & /*gateway*/) {
    const auto reset = std::make_shared<std::map<std::string, std::int64_t>>();
    storage.on<gs_put_job>() = [&storage, reset](gs_put_job &item, Call &) {
        const gs_string id = item.row->definition->id;
        if (!storage.has_job(id) || storage.job_of(id).row.fires == item.row->fires) return;
        (*reset)[text(id)] = item.row->fires;
    };
    storage.job = [reset](gs_job_row &row, gs_job &definition, const Call &) {
        const auto found = reset->find(text(definition.id));
        if (found != reset->end()) row.fires = found->second;
        return true;
    };
}

void versions_start_again(BrokenStorage &storage, MemoryGateway & /*gateway*/) {
    const auto removed = std::make_shared<std::set<std::string>>();
    note_removed(storage, removed);
    storage.job = [removed](gs_job_row &row, gs_job &definition, const Call &) {
        if (removed->contains(text(definition.id))) row.version = row.generation = 1;
        return true;
    };
}

Break put_hold(const char *name, std::vector<std::string> caught, std::int32_t hold) {
    return {name, std::move(caught), [hold](BrokenStorage &storage, MemoryGateway &) {
                storage.on<gs_put_job>() = [hold](gs_put_job &item, Call &) { item.hold = hold; };
            }};
}

} // namespace

Breaks breaks_of_put() {
    Breaks all{
        {"a new job has succeeded in 1970",
         {"storage.put_job.inserts"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.job = [](gs_job_row &row, gs_job &, const Call &) {
                 if (row.last_success_at == GS_NO_TIME) row.last_success_at = 0;
                 return true;
             };
         }},
        {"an edit leaves the name", {"storage.put_job.replaces"}, name_stays},
        {"put_job overwrites whatever is there",
         {"storage.put_job.version", "storage.batch.no_trace", "storage.races.put_job"},
         overwrites},
        {"put_job sent again conflicts",
         {"storage.put_job.again"},
         outcome_becomes("put_job", GS_ITEM_ALREADY, GS_ITEM_CONFLICT)},
        {"a due instant may be moved without a record", {"storage.put_job.stale"}, never_stale},
        {"an edit of a due job is stale", {"storage.put_job.not_stale", "storage.claim.version"}, always_stale},
        {"put_job overwrites the counters", {"storage.put_job.counters"}, counters_are_overwritten},
        put_hold("hold is not looked at", {"storage.put_job.hold"}, 0),
        put_hold("every put closes waiting runs", {"storage.put_job.no_hold", "storage.wake_runs.order"}, 1),
        {"claimed runs are not counted",
         {"storage.put_job.counts_runs"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.result = [](gs_item_result &result, const Call &) { result.claimed_runs = 0; };
         }},
        {"versions start again with a job of the same id", {"storage.put_job.versions"}, versions_start_again},
        {"records do not get their job's generation",
         {"storage.put_job.record"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.record = [](gs_record &row, const Call &) {
                 row.generation = 0;
                 return true;
             };
         }},
    };
    return all;
}

Breaks breaks_of_remove() {
    return {
        {"a removed job's records go with it",
         {"storage.remove_job.effect"},
         [](BrokenStorage &storage, MemoryGateway &) {
             const auto removed = std::make_shared<std::set<std::string>>();
             note_removed(storage, removed);
             storage.record = [removed](gs_record &row, const Call &) { return !removed->contains(text(row.job_id)); };
         }},
        {"remove_job removes any version",
         {"storage.remove_job.version"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.on<gs_remove_job>() = [&storage](gs_remove_job &item, Call &) {
                 if (storage.has_job(item.id)) item.version = storage.job_of(item.id).row.version;
             };
         }},
        {"remove_job of no job conflicts",
         {"storage.remove_job.gone"},
         outcome_becomes("remove_job", GS_ITEM_GONE, GS_ITEM_CONFLICT)},
        {"a due job is removed without a record",
         {"storage.remove_job.stale"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.on<gs_remove_job>() = [&storage, rows = std::make_shared<Rows>()](gs_remove_job &item, Call &) {
                 if (item.record != nullptr) return;
                 rows->record = covering(storage, item.id);
                 item.record = &rows->record;
             };
         }},
        {"a removed job's runs are counted on its heir",
         {"storage.remove_job.heir"},
         [](BrokenStorage &storage, MemoryGateway &) {
             const auto removed = std::make_shared<std::set<std::string>>();
             note_removed(storage, removed);
             storage.job = [removed](gs_job_row &row, gs_job &definition, const Call &) {
                 if (removed->contains(text(definition.id))) ++row.failed;
                 return true;
             };
         }},
        {"a disabled job does not say so",
         {"storage.disable_job.effect"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.job = [](gs_job_row &row, gs_job &, const Call &) {
                 row.disabled = 0;
                 return true;
             };
         }},
        {"disable_job disables any version",
         {"storage.disable_job.version"},
         [](BrokenStorage &storage, MemoryGateway &) {
             storage.on<gs_disable_job>() = [&storage](gs_disable_job &item, Call &) {
                 if (storage.has_job(item.id)) item.version = storage.job_of(item.id).row.version;
             };
         }},
        {"disable_job sent again conflicts",
         {"storage.disable_job.again"},
         outcome_becomes("disable_job", GS_ITEM_ALREADY, GS_ITEM_CONFLICT)},
    };
}

} // namespace kit_test

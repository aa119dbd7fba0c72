// replica.cpp - see replica.h.
#include "replica.h"

namespace conformance {

namespace {

// The address of the record as a struct, if there is one.
const gs_record *borrowed(const std::optional<RecordItem> &record, gs_record &room) {
    if (!record) return nullptr;
    room = record->borrowed();
    return &room;
}

// All structs of one put_job call, at addresses that stay.
struct PutRoom {
    explicit PutRoom(const PutItem &item) : definition(item.definition), row(item.row) {
        for (const auto &[key, value] : item.labels) labels.push_back(gs_label{borrow(key), borrow(value)});
        for (const std::string &name : item.calendars) calendars.push_back(borrow(name));
        definition.struct_size = sizeof definition;
        definition.id = borrow(item.id);
        definition.name = borrow(item.name);
        definition.owner = borrow(item.owner);
        definition.schedule = borrow(item.schedule);
        definition.zone = borrow(item.zone);
        definition.labels = labels.data();
        definition.label_count = static_cast<std::int32_t>(labels.size());
        definition.calendars = calendars.data();
        definition.calendar_count = static_cast<std::int32_t>(calendars.size());
        definition.concurrency_key = borrow(item.concurrency_key);
        definition.pause_reason = borrow(item.pause_reason);
        definition.payload = borrow_bytes(item.payload);
        row.struct_size = sizeof row;
        row.readable = 1;
        row.definition = &definition;
        row.tzdata_version = borrow(item.tzdata_version);
        put = {sizeof put, item.hold ? 1 : 0, item.expected_version, &row, borrowed(item.record, record)};
    }
    PutRoom(const PutRoom &) = delete;
    PutRoom &operator=(const PutRoom &) = delete;

    std::vector<gs_label> labels;
    std::vector<gs_string> calendars;
    gs_job definition;
    gs_job_row row;
    gs_record record{};
    gs_put_job put{};
};

} // namespace

template <class Call>
Answer Replica::call(Call call) const {
    auto recording = std::make_unique<Recording>();
    const gs_caller caller{sizeof caller, 0, borrow(instance_), incarnation_};
    const gs_storage &table = table_();
    recording->status = call(table, caller, *recording);
    return recording;
}

template <class Item, class Function>
Answer Replica::send(const std::vector<Item> &items, Function function) const {
    std::vector<const Item *> pointers;
    pointers.reserve(items.size());
    for (const Item &item : items) pointers.push_back(&item);
    return call([&](const gs_storage &table, const gs_caller &caller, Recording &to) {
        return (table.*function)(table.context, &caller, pointers.data(), static_cast<std::uint32_t>(pointers.size()),
                                 &to.answer, &to.error);
    });
}

Answer Replica::join(gs_id predecessor, gs_id session, gs_id data_directory) const {
    const gs_join item{sizeof item, 0, predecessor, session, data_directory};
    return call([&](const gs_storage &table, const gs_caller &caller, Recording &to) {
        return table.join(table.context, &caller, &item, &to.answer, &to.error);
    });
}

Answer Replica::beat() const {
    return call([](const gs_storage &table, const gs_caller &caller, Recording &to) {
        return table.beat(table.context, &caller, &to.answer, &to.error);
    });
}

Answer Replica::retire(gs_id incarnation, std::int64_t beat, std::int32_t how) const {
    const gs_retire item{sizeof item, how, incarnation, beat};
    return call([&](const gs_storage &table, const gs_caller &caller, Recording &to) {
        return table.retire(table.context, &caller, &item, &to.answer, &to.error);
    });
}

Answer Replica::replicas() const {
    return call([](const gs_storage &table, const gs_caller &caller, Recording &to) {
        return table.replicas(table.context, &caller, &to.answer, &to.error);
    });
}

Answer Replica::get_job(const std::string &id) const {
    const gs_string key = borrow(id);
    return call([&](const gs_storage &table, const gs_caller &caller, Recording &to) {
        return table.get_job(table.context, &caller, &key, &to.answer, &to.error);
    });
}

Answer Replica::jobs(const std::string &after, std::uint32_t limit, const std::string &other_than) const {
    const gs_jobs_page page{sizeof page, limit, borrow(after), borrow(other_than)};
    return call([&](const gs_storage &table, const gs_caller &caller, Recording &to) {
        return table.jobs(table.context, &caller, &page, &to.answer, &to.error);
    });
}

Answer Replica::due_jobs(const gs_due_page &page) const {
    return call([&](const gs_storage &table, const gs_caller &caller, Recording &to) {
        return table.due_jobs(table.context, &caller, &page, &to.answer, &to.error);
    });
}

Answer Replica::wake_runs(std::int64_t until, std::uint32_t limit, std::int64_t after, gs_id after_id) const {
    const gs_wake_page page{sizeof page, limit, until, after, after_id};
    return call([&](const gs_storage &table, const gs_caller &caller, Recording &to) {
        return table.wake_runs(table.context, &caller, &page, &to.answer, &to.error);
    });
}

Answer Replica::runs(const gs_runs_page &page) const {
    return call([&](const gs_storage &table, const gs_caller &caller, Recording &to) {
        return table.runs(table.context, &caller, &page, &to.answer, &to.error);
    });
}

Answer Replica::records(const std::string &job_id, std::uint32_t limit, gs_id before) const {
    return read_records({sizeof(gs_records_page), limit, before, borrow(job_id), no_time, 0, 0});
}

Answer Replica::records_covering(const std::string &job_id, std::int64_t instant) const {
    return read_records({sizeof(gs_records_page), 100, no_id, borrow(job_id), instant, 0, 0});
}

Answer Replica::events(const std::string &job_id, std::uint32_t limit) const {
    return read_records({sizeof(gs_records_page), limit, no_id, borrow(job_id), no_time, 1, 0});
}

Answer Replica::read_records(const gs_records_page &page) const {
    return call([&](const gs_storage &table, const gs_caller &caller, Recording &to) {
        return table.records(table.context, &caller, &page, &to.answer, &to.error);
    });
}

Answer Replica::calendars() const {
    return call([](const gs_storage &table, const gs_caller &caller, Recording &to) {
        return table.calendars(table.context, &caller, &to.answer, &to.error);
    });
}

Answer Replica::put(const std::vector<PutItem> &items) const {
    std::deque<PutRoom> rooms;
    std::vector<const gs_put_job *> pointers;
    pointers.reserve(items.size());
    for (const PutItem &item : items) pointers.push_back(&rooms.emplace_back(item).put);
    return call([&](const gs_storage &table, const gs_caller &caller, Recording &to) {
        return table.put_job(table.context, &caller, pointers.data(), static_cast<std::uint32_t>(pointers.size()),
                             &to.answer, &to.error);
    });
}

Answer Replica::remove(const std::string &id, std::int64_t version, const RecordItem *record) const {
    const gs_record row = record != nullptr ? record->borrowed() : gs_record{};
    return remove({gs_remove_job{sizeof(gs_remove_job), 0, borrow(id), version, record != nullptr ? &row : nullptr}});
}

Answer Replica::remove(const std::vector<gs_remove_job> &items) const {
    return send(items, &gs_storage::remove_job);
}

Answer Replica::disable(const std::string &id, std::int64_t version, const std::string &reason,
                        const RecordItem &record) const {
    const gs_record row = record.borrowed();
    return disable({gs_disable_job{sizeof(gs_disable_job), 0, borrow(id), version, borrow(reason), &row}});
}

Answer Replica::disable(const std::vector<gs_disable_job> &items) const {
    return send(items, &gs_storage::disable_job);
}

Answer Replica::claim(const std::vector<ClaimItem> &items) const {
    std::deque<gs_record> records;
    std::vector<gs_claim> claims;
    claims.reserve(items.size());
    for (const ClaimItem &item : items) {
        claims.push_back(gs_claim{sizeof(gs_claim), item.trigger, borrow(item.job_id), item.generation, item.version,
                                  item.revision, item.run_id, item.due_at, item.next_fire, item.fire_at, item.look_at,
                                  borrow(item.concurrency_key), item.max_active, 0,
                                  borrowed(item.record, records.emplace_back()), item.merged});
    }
    return send(claims, &gs_storage::claim);
}

Answer Replica::pass(const std::vector<PassItem> &items) const {
    std::deque<gs_record> records;
    std::vector<gs_pass> passes;
    passes.reserve(items.size());
    for (const PassItem &item : items) {
        passes.push_back(gs_pass{sizeof(gs_pass), item.rederive ? 1 : 0, borrow(item.job_id), item.version,
                                 item.next_fire, item.fire_at, item.look_at,
                                 borrowed(item.record, records.emplace_back()), borrow(item.tzdata_version)});
    }
    return send(passes, &gs_storage::pass);
}

Answer Replica::begin(gs_id run, std::int64_t epoch, bool start) const {
    return begin({gs_begin{sizeof(gs_begin), start ? 1 : 0, run, epoch}});
}

Answer Replica::begin(const std::vector<gs_begin> &items) const {
    return send(items, &gs_storage::begin);
}

Answer Replica::update(const std::vector<UpdateItem> &items) const {
    std::vector<gs_update> updates;
    updates.reserve(items.size());
    for (const UpdateItem &item : items) updates.push_back(item.borrowed());
    return send(updates, &gs_storage::update);
}

Answer Replica::ask_cancel(gs_id run, std::int32_t reason) const {
    return ask_cancel({gs_ask_cancel{sizeof(gs_ask_cancel), reason, run}});
}

Answer Replica::ask_cancel(const std::vector<gs_ask_cancel> &items) const {
    return send(items, &gs_storage::ask_cancel);
}

Answer Replica::records_announced(const std::vector<gs_id> &records) const {
    return send(records, &gs_storage::records_announced);
}

Answer Replica::purge(const gs_purge &purge, gs_purged &purged) const {
    return call([&](const gs_storage &table, const gs_caller &caller, Recording &to) {
        return table.purge(table.context, &caller, &purge, &purged, &to.answer, &to.error);
    });
}

} // namespace conformance

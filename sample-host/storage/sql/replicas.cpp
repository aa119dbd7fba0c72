// replicas.cpp - who is alive: join, beat, retire, and the list of all.
#include "storage/sql/fault.h"
#include "storage/sql/id_text.h"
#include "storage/sql/operations.h"
#include "storage/sql/reads.h"

namespace sample_host::sql {

namespace {

const Sql find_replica_sql{"SELECT state, beat FROM replica WHERE incarnation = ?1"};
const Sql other_alive_sql{
    "SELECT 1 FROM replica WHERE instance = ?1 AND state = 'alive' AND incarnation IS DISTINCT FROM ?2"};
const Sql retire_sql{"UPDATE replica SET state = ?2, retired_at = ?3 WHERE incarnation = ?1 AND state = 'alive'"};
const Sql replace_sql{"UPDATE replica SET state = 'retired_by_join', retired_at = ?3 "
                      "WHERE incarnation = ?1 AND instance = ?2 AND state = 'alive'"};
const Sql insert_replica_sql{"INSERT INTO replica (incarnation, instance, state, session, data_directory, beat, "
                             "joined_at, last_beat_at) VALUES (?1, ?2, 'alive', ?3, ?4, 1, ?5, ?5)"};
const Sql beat_sql{"UPDATE replica SET beat = beat + 1, last_beat_at = ?2 WHERE incarnation = ?1"};
const Sql replicas_sql{"SELECT state, instance, incarnation, session, data_directory, beat, joined_at, last_beat_at, "
                       "retired_at FROM replica ORDER BY instance, joined_at, incarnation"};

} // namespace

ItemAnswer join(WriteCall &call, const gs_join &item) {
    if (is_none(call.incarnation_id())) throw BadItem("the caller has no incarnation");
    if (call.caller_alive()) return answer_of(GS_ITEM_ALREADY);
    Connection &connection = call.connection();
    if (call.caller_retired()) return answer_of(GS_ITEM_REFUSED);
    if (connection.query(other_alive_sql, call.instance(), item.predecessor).step()) {
        return answer_of(GS_ITEM_CONFLICT);
    }
    const bool alone = is_none(item.predecessor);
    if (!alone && connection.query(replace_sql, item.predecessor, call.instance(), call.now()).execute() == 0) {
        return answer_of(GS_ITEM_CONFLICT); // it is not alive any more
    }
    connection
        .query(insert_replica_sql, call.incarnation(), call.instance(), item.session, item.data_directory, call.now())
        .execute();
    return answer_of(GS_ITEM_DONE);
}

ItemAnswer beat(WriteCall &call) {
    if (!call.caller_alive()) return answer_of(GS_ITEM_REFUSED);
    call.connection().query(beat_sql, call.incarnation(), call.now()).execute();
    return answer_of(GS_ITEM_DONE);
}

ItemAnswer retire(WriteCall &call, const gs_retire &item) {
    const bool itself = same_id(item.incarnation, call.incarnation_id());
    if (item.how == GS_REPLICA_ALIVE) throw BadItem("retiring needs one of the ways of being retired, not alive");
    const auto how = word_of(replica_words, item.how);
    // A newcomer that waits for its predecessor retires it before it joins.
    if (call.caller_retired()) return answer_of(GS_ITEM_REFUSED);
    {
        Query replica = call.connection().query(find_replica_sql, item.incarnation);
        if (!replica.step()) return answer_of(GS_ITEM_GONE);
        if (replica.text() != "alive") return answer_of(GS_ITEM_ALREADY);
        const bool any_beat = itself && item.beat == 0;
        if (!any_beat && replica.integer() != item.beat) return answer_of(GS_ITEM_CONFLICT);
    }
    call.connection().query(retire_sql, item.incarnation, how, call.now()).execute();
    return answer_of(GS_ITEM_DONE);
}

void read_replicas(Connection &connection, const gs_answer &answer) {
    if (answer.replica == nullptr) return;
    Query query = connection.query(replicas_sql);
    while (query.step()) {
        gs_replica row{};
        row.struct_size = sizeof row;
        try {
            row.retired = query.word(replica_words);
            row.instance = query.borrowed_text();
            row.incarnation = query.id();
            row.session = query.id_or_none();
            row.data_directory = query.id_or_none();
            row.beat = query.integer();
            row.joined_at = query.integer();
            row.last_beat_at = query.integer();
            row.retired_at = query.time();
        } catch (const UnreadableRow &) {
            continue; // it must not hide the others
        }
        answer.replica(answer.context, &row);
    }
}

} // namespace sample_host::sql

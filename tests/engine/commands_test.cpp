// Changes from outside: what they answer, and when.
#include "bench.h"

namespace engine_test {
namespace {

class ACommand : public testing::Test {
  protected:
    ACommand() { bench.start(); }

    // Another gateway, or a command line, writes the job behind the engine's back.
    void edit_behind_its_back(const std::string &payload) {
        const simulation::Caller caller{"bench", bench.engine->incarnation(), {}, {}};
        PutJob put;
        put.row = bench.row("a");
        put.expected_version = put.row.version;
        Definition changed = *put.row.definition;
        changed.payload = payload;
        put.row.definition = std::make_shared<const Definition>(changed);
        put.row.writer.bytes[15] ^= static_cast<std::uint8_t>(++edits);
        ++put.row.revision;
        bench.store.set_now(bench.now());
        bench.store.write(caller, std::vector<WriteItem>{put});
    }
    Reply answer(CommandRequest request) {
        const auto reply = bench.reply(bench.send(std::move(request)));
        EXPECT_TRUE(reply.has_value()) << "no reply yet";
        return reply.value_or(Reply{});
    }

    Bench bench;
    int edits = 0;
};

TEST_F(ACommand, APutMayLeaveThePauseAsItIs) {
    answer(PutCommand{job("a", "0 * * * *"), -1, true});
    EXPECT_FALSE(bench.row("a").definition->paused);
    answer(PauseCommand{"a", "an audit"});
    Reply reply = answer(PutCommand{job("a", "0 * * * *"), -1, true});
    EXPECT_EQ(reply.change, ChangeKind::unchanged);
    reply = answer(PutCommand{job("a", "30 * * * *"), -1, true});
    EXPECT_EQ(reply.change, ChangeKind::updated);
    EXPECT_TRUE(bench.row("a").definition->paused);
    EXPECT_EQ(bench.row("a").definition->pause_reason, "an audit");
    EXPECT_EQ(bench.row("a").definition->schedule, "30 * * * *");
}

TEST_F(ACommand, CreatesUpdatesAndLeavesAlone) {
    Reply reply = answer(PutCommand{job("a", "* * * * *"), -1});
    EXPECT_EQ(reply.change, ChangeKind::created);
    EXPECT_EQ(reply.revision, 1);
    EXPECT_EQ(reply.next_fire_at, at("2026-03-23T09:01:00"));
    reply = answer(PutCommand{job("a", "0 * * * *"), -1});
    EXPECT_EQ(reply.change, ChangeKind::updated);
    EXPECT_EQ(reply.revision, 2);
    EXPECT_EQ(reply.next_fire_at, at("2026-03-23T10:00:00"));
    const std::int64_t version = bench.row("a").version;
    reply = answer(PutCommand{job("a", "0 * * * *"), -1});
    EXPECT_EQ(reply.change, ChangeKind::unchanged);
    EXPECT_EQ(reply.revision, 2);
    EXPECT_EQ(reply.next_fire_at, at("2026-03-23T10:00:00"));
    EXPECT_EQ(bench.row("a").version, version);
}

TEST_F(ACommand, KeepsToTheRevisionThatIsExpected) {
    EXPECT_EQ(answer(PutCommand{job("a", "* * * * *"), 3}).status, CommandStatus::conflict);
    EXPECT_EQ(bench.store.find_job("a"), nullptr);
    EXPECT_EQ(answer(PutCommand{job("a", "* * * * *"), 0}).status, CommandStatus::ok);
    Reply reply = answer(PutCommand{job("a", "0 * * * *"), 0});
    EXPECT_EQ(reply.status, CommandStatus::conflict);
    EXPECT_EQ(reply.revision, 1);
    EXPECT_NE(reply.text.find("revision 1"), std::string::npos) << reply.text;
    EXPECT_EQ(answer(PutCommand{job("a", "0 * * * *"), 1}).revision, 2);
}

TEST_F(ACommand, MustNever_37_AnInvalidJobIsRefusedAndNotStored) {
    Reply reply = answer(PutCommand{job("a", "61 * * * *"), -1});
    EXPECT_EQ(reply.status, CommandStatus::invalid);
    EXPECT_EQ(reply.field, "minute");
    EXPECT_EQ(reply.position, 0);
    EXPECT_FALSE(reply.text.empty());
    Definition definition = job("a", "* * * * *");
    definition.zone = "Atlantis/Centre";
    reply = answer(PutCommand{definition, -1});
    EXPECT_EQ(reply.status, CommandStatus::invalid);
    EXPECT_EQ(reply.field, "zone");
    reply = answer(PutCommand{job("a", "@at 2020-01-01T00:00:00"), -1});
    EXPECT_EQ(reply.status, CommandStatus::invalid) << "it never fires";
    EXPECT_TRUE(bench.store.jobs().empty());
}

TEST_F(ACommand, MustNever_43_AnUnknownJobIsNotFound) {
    EXPECT_EQ(answer(RemoveCommand{"nobody"}).status, CommandStatus::not_found);
    EXPECT_EQ(answer(PauseCommand{"nobody", ""}).status, CommandStatus::not_found);
    EXPECT_EQ(answer(ResumeCommand{"nobody"}).status, CommandStatus::not_found);
    EXPECT_EQ(answer(RunNowCommand{"nobody"}).status, CommandStatus::not_found);
    EXPECT_EQ(answer(CancelRunCommand{bench.config.data_directory}).status, CommandStatus::not_found);
}

TEST_F(ACommand, MustNever_38_WhatSomebodyElseWroteMeanwhileIsNotOverwritten) {
    bench.put(job("a", "0 * * * *"));
    bench.engine->command(100, PutCommand{job("a", "30 * * * *"), 1}, bench.moment() + 30s, bench.moment());
    // It has read the job; now somebody else writes it, and then its own write arrives.
    const auto read = bench.engine->take_read(bench.moment());
    ASSERT_TRUE(read);
    StorageAnswer answer = bench.store.read({"bench", bench.engine->incarnation(), {}, {}}, *read);
    edit_behind_its_back("theirs");
    bench.engine->read_answered(answer, bench.moment());
    bench.settle();
    ASSERT_TRUE(bench.reply(100));
    EXPECT_EQ(bench.reply(100)->status, CommandStatus::conflict) << "revision 1 was expected, and is gone";
    EXPECT_EQ(bench.row("a").definition->schedule, "0 * * * *");
}

TEST_F(ACommand, ThatMeetsAConflictIsPlannedAnew) {
    bench.put(job("a", "0 * * * *"));
    bench.engine->command(100, PauseCommand{"a", "quiet"}, bench.moment() + 30s, bench.moment());
    const auto read = bench.engine->take_read(bench.moment());
    StorageAnswer answer = bench.store.read({"bench", bench.engine->incarnation(), {}, {}}, *read);
    edit_behind_its_back("theirs");
    bench.engine->read_answered(answer, bench.moment());
    bench.settle();
    ASSERT_TRUE(bench.reply(100));
    EXPECT_EQ(bench.reply(100)->change, ChangeKind::paused);
    EXPECT_EQ(bench.store.find_job("a")->with_payload->payload, "theirs") << "the other edit is kept";
}

TEST_F(ACommand, ThatIsStaleIsPlannedAnewAndPutsTheInstantOnRecord) {
    bench.put(job("a", "* * * * *"));
    bench.run_for(59s);
    bench.starts.clear();
    bench.writes = Weather::lost_before; // planned before the instant, carried out after it
    bench.send(PutCommand{job("a", "0 12 * * *"), -1});
    bench.monotonic += 2s;
    bench.writes = Weather::fine;
    bench.run_for(1s);
    ASSERT_EQ(bench.replies.back().status, CommandStatus::ok);
    const auto records = bench.records_of("a");
    const auto runs = bench.runs_of("a");
    EXPECT_EQ(records.size() + runs.size(), 1U) << "09:01 ended in exactly one of a run and a record";
}

TEST_F(ACommand, WhoseAnswerIsLostIsCarriedOutOnce) {
    bench.writes = Weather::lost_after;
    const CommandId id = bench.send(PutCommand{job("a", "* * * * *"), -1});
    EXPECT_FALSE(bench.reply(id));
    bench.writes = Weather::fine;
    bench.run_for(1s);
    ASSERT_TRUE(bench.reply(id));
    EXPECT_EQ(bench.reply(id)->status, CommandStatus::ok);
    EXPECT_EQ(bench.reply(id)->change, ChangeKind::created);
    EXPECT_EQ(bench.row("a").revision, 1);
    bench.run_for(1min);
    EXPECT_EQ(bench.starts.size(), 1U);
}

TEST_F(ACommand, WhoseAnswerIsLostAndThatSomebodyElseOverwroteIsDoubtful) {
    bench.put(job("a", "0 * * * *"));
    bench.writes = Weather::lost_after;
    const CommandId id = bench.send(PutCommand{job("a", "30 * * * *"), -1});
    edit_behind_its_back("theirs");
    bench.writes = Weather::fine;
    bench.run_for(1s);
    ASSERT_TRUE(bench.reply(id));
    EXPECT_EQ(bench.reply(id)->status, CommandStatus::doubtful);
    EXPECT_EQ(bench.store.find_job("a")->with_payload->payload, "theirs") << "it is not redone";
}

TEST_F(ACommand, ARemovalWhoseAnswerIsLostIsDone) {
    bench.put(job("a", "0 * * * *"));
    bench.writes = Weather::lost_after;
    const CommandId id = bench.send(RemoveCommand{"a"});
    bench.writes = Weather::fine;
    bench.run_for(1s);
    ASSERT_TRUE(bench.reply(id));
    EXPECT_EQ(bench.reply(id)->status, CommandStatus::ok);
    EXPECT_EQ(bench.reply(id)->change, ChangeKind::removed);
}

TEST_F(ACommand, WithoutAStorageIsUnavailableWhenNothingWasWritten) {
    bench.reads = Weather::lost_before;
    const CommandId id = bench.send(PutCommand{job("a", "0 * * * *"), -1}, 10s);
    bench.run_for(9s);
    EXPECT_FALSE(bench.reply(id));
    bench.run_for(1s);
    ASSERT_TRUE(bench.reply(id));
    EXPECT_EQ(bench.reply(id)->status, CommandStatus::unavailable);
    bench.reads = Weather::fine;
    bench.run_for(1min);
    EXPECT_TRUE(bench.store.jobs().empty()) << "and nothing is written later";
}

TEST_F(ACommand, WithoutAStorageIsDoubtfulWhenItWasPerhapsWritten) {
    bench.writes = Weather::lost_before;
    const CommandId id = bench.send(PutCommand{job("a", "0 * * * *"), -1}, 10s);
    bench.run_for(10s);
    ASSERT_TRUE(bench.reply(id));
    EXPECT_EQ(bench.reply(id)->status, CommandStatus::doubtful);
}

TEST_F(ACommand, GivenBeforeTheJoinWaitsForIt) {
    Bench late;
    late.reads = Weather::lost_before;
    late.start();
    const CommandId id = late.send(PutCommand{job("a", "0 * * * *"), -1});
    late.reads = Weather::fine;
    late.run_for(1s);
    ASSERT_TRUE(late.reply(id));
    EXPECT_EQ(late.reply(id)->status, CommandStatus::ok);
}

TEST_F(ACommand, ThatCannotBeStoredFailsAlone) {
    bench.store.poisoned = [](const WriteItem &item) {
        const auto *put = std::get_if<PutJob>(&item);
        return put && put->row.definition->id == "poison";
    };
    // Together in one batch: the answer to the read of the last one comes before anything is written.
    for (CommandId id = 201; id <= 205; ++id) {
        const std::string name = id == 203 ? "poison" : "good" + std::to_string(id);
        bench.engine->command(id, PutCommand{job(name, "0 * * * *"), -1}, bench.moment() + 30s, bench.moment());
    }
    bench.settle();
    for (CommandId id = 201; id <= 205; ++id) {
        ASSERT_TRUE(bench.reply(id)) << id;
        EXPECT_EQ(bench.reply(id)->status, id == 203 ? CommandStatus::failed : CommandStatus::ok);
    }
    EXPECT_EQ(bench.store.jobs().size(), 4U);
}

TEST_F(ACommand, RunNowWhoseAnswerIsLostRunsOnceAndKeepsOthersEdits) {
    bench.put(job("a", "0 * * * *"));
    bench.writes = Weather::lost_after;
    const CommandId id = bench.send(RunNowCommand{"a"});
    edit_behind_its_back("theirs");
    bench.writes = Weather::fine;
    bench.run_for(1s);
    ASSERT_TRUE(bench.reply(id));
    EXPECT_EQ(bench.reply(id)->status, CommandStatus::ok);
    EXPECT_EQ(bench.store.runs().size(), 1U);
    bench.complete(bench.accept_start());
    bench.run_for(1h);
    ASSERT_EQ(bench.starts.size(), 1U);
    EXPECT_EQ(bench.starts[0].payload, "theirs");
    EXPECT_EQ(bench.starts[0].revision, 2);
}

TEST_F(ACommand, CancelOfARunThatIsOverIsStale) {
    bench.put(job("a", "* * * * *"));
    bench.run_for(1min);
    const StartRun run = bench.accept_start();
    bench.complete(run);
    EXPECT_EQ(answer(CancelRunCommand{run.run_id}).status, CommandStatus::stale);
}

TEST_F(ACommand, OnAnUnreadableJobSaysSoAndStoringItAnewHeals) {
    bench.put(job("a", "0 * * * *"));
    bench.store.corrupt_job("a");
    EXPECT_EQ(answer(PauseCommand{"a", ""}).status, CommandStatus::failed);
    EXPECT_EQ(answer(RunNowCommand{"a"}).status, CommandStatus::failed);
    const Reply reply = answer(PutCommand{job("a", "* * * * *"), -1});
    EXPECT_EQ(reply.status, CommandStatus::ok);
    EXPECT_EQ(reply.change, ChangeKind::updated);
    EXPECT_EQ(reply.revision, 2);
    bench.run_for(1min);
    EXPECT_EQ(bench.starts.size(), 1U);
}

TEST_F(ACommand, AnUnreadableJobCanBeRemoved) {
    bench.put(job("a", "0 * * * *"));
    bench.store.corrupt_job("a");
    EXPECT_EQ(answer(RemoveCommand{"a"}).change, ChangeKind::removed);
    EXPECT_EQ(bench.store.find_job("a"), nullptr);
}

TEST_F(ACommand, IsAnsweredWhenTheSchedulerStops) {
    bench.reads = Weather::lost_before;
    const CommandId id = bench.send(PutCommand{job("a", "0 * * * *"), -1});
    bench.stop(StopMode::drain);
    ASSERT_TRUE(bench.reply(id));
    EXPECT_EQ(bench.reply(id)->status, CommandStatus::unavailable);
}

} // namespace
} // namespace engine_test

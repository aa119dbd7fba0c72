// What becomes of a whole crontab: ids, zones, environment, and lines that make no job.
#include "move/crontab.h"
#include "move/system_zone.h"

#include "json/document.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

namespace sample_host::move {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

CrontabOptions options() {
    CrontabOptions made;
    made.zone = "Europe/Lisbon";
    made.home = "/home/me";
    made.user = "me";
    made.is_user = [](const std::string &name) { return name == "me" || name == "root" || name == "mail"; };
    made.is_program = [](const std::string &word) { return word == "ls"; };
    return made;
}

struct Taken {
    std::vector<CrontabJob> jobs;
    std::vector<std::string> notes;
};

Taken take(const std::vector<std::string> &lines, const CrontabOptions &with = options()) {
    Taken taken;
    Crontab crontab(with);
    for (const std::string &line : lines) {
        auto job = crontab.take(line, [&taken](const std::string &note) { taken.notes.push_back(note); });
        if (job) taken.jobs.push_back(*job);
    }
    return taken;
}

std::vector<std::string> command_of(const CrontabJob &job) {
    std::vector<std::string> words;
    const auto payload = json::Document::parse(job.definition).at("payload");
    for (const json::Document &word : payload.at("command").items()) words.push_back(word.text());
    return words;
}

TEST(Crontab, ACommandIsRunAsCronRunsIt) {
    const Taken taken = take({"0 5 * * * ls%a", "A=b c", "SHELL=/bin/bash", "HOME=/srv", "@daily ls"});
    ASSERT_EQ(taken.jobs.size(), 2U);
    EXPECT_THAT(command_of(taken.jobs[0]), ElementsAre("/usr/bin/env", "-C", "/home/me", "/bin/sh", "-c", "ls"));
    EXPECT_THAT(command_of(taken.jobs[1]), ElementsAre("/usr/bin/env", "-C", "/srv", "A=b c", "HOME=/srv",
                                                       "SHELL=/bin/bash", "/bin/bash", "-c", "ls"));
    const auto definition = json::Document::parse(taken.jobs[0].definition);
    EXPECT_EQ(definition.at("payload").at("prompt").text(), "a\n");
    EXPECT_EQ(definition.at("schedule").text(), "0 5 * * *");
    EXPECT_EQ(definition.at("zone").text(), "Europe/Lisbon");
    EXPECT_EQ(definition.at("name").text(), "ls");
    EXPECT_EQ(definition.at("catch_up").text(), "skip");
    EXPECT_EQ(definition.at("timeout").text(), "366d");
    EXPECT_EQ(definition.at("retries").integer(), 0);
    EXPECT_FALSE(json::Document::parse(taken.jobs[1].definition).at("payload").find("prompt"));
}

TEST(Crontab, WithoutAHomeOrAssignmentsOnlyTheShellIsNeeded) {
    CrontabOptions homeless = options();
    homeless.home.clear();
    EXPECT_THAT(command_of(take({"0 5 * * * ls"}, homeless).jobs.at(0)), ElementsAre("/bin/sh", "-c", "ls"));
}

TEST(Crontab, AssignmentsHoldForTheLinesBehindThem) {
    const Taken taken = take({"0 5 * * * a", "CRON_TZ=Asia/Tokyo", "TZ=UTC", "0 5 * * * b", "CRON_TZ=", "0 5 * * * c"});
    ASSERT_EQ(taken.jobs.size(), 3U);
    EXPECT_EQ(taken.jobs[0].zone, "Europe/Lisbon");
    EXPECT_EQ(taken.jobs[1].zone, "Asia/Tokyo");
    EXPECT_EQ(json::Document::parse(taken.jobs[1].definition).at("zone").text(), "Asia/Tokyo");
    EXPECT_EQ(taken.jobs[2].zone, "Europe/Lisbon");
    EXPECT_EQ(command_of(taken.jobs[1]).at(3), "TZ=UTC") << "it is the command's, not the schedule's";
}

// The upper 48 bits of FNV-1a, 64 bits wide. Whoever imports a crontab again must not get all of its jobs twice.
TEST(Crontab, IdsStayTheSameInEveryRelease) {
    const Taken taken = take({"0 5 * * * /usr/bin/backup --all", "0 5 * * * \xc3\xa9", "1 5 * * * cat%x"});
    EXPECT_EQ(taken.jobs[0].id, "cron/backup-e4a424dd1f6b");
    EXPECT_EQ(taken.jobs[1].id, "cron/command-0ac21707b718");
    EXPECT_EQ(taken.jobs[2].id, "cron/cat-4538f662670e");
}

TEST(Crontab, AnIdFollowsTheCommandAndNotTheSchedule) {
    const Taken before = take({"A=1", "0 5 * * * date", "0 6 * * * date", "0 5 * * * date -u"});
    const Taken after = take({"0 7 * * * date -u", "@daily date", "A=2", "0 6 1 * * date"});
    EXPECT_EQ(before.jobs[0].id, after.jobs[1].id);
    EXPECT_EQ(before.jobs[1].id, after.jobs[2].id);
    EXPECT_EQ(before.jobs[1].id, before.jobs[0].id + "-2");
    EXPECT_EQ(before.jobs[2].id, after.jobs[0].id);
    EXPECT_NE(take({"* * * * * cat%a"}).jobs[0].id, take({"* * * * * cat%b"}).jobs[0].id);
    CrontabOptions mine = options();
    mine.prefix = "mine/";
    EXPECT_THAT(take({"* * * * * ls"}, mine).jobs[0].id, StartsWith("mine/ls-"));
}

TEST(Crontab, WhatIsLeftOutIsTold) {
    const Taken taken = take({"MAILTO=me", "MAILTO=\"\"", "LOGNAME=you", "@reboot ls"});
    EXPECT_THAT(taken.jobs, IsEmpty());
    EXPECT_THAT(taken.notes, ElementsAre(StartsWith("MAILTO is left out"), StartsWith("LOGNAME is left out"),
                                         StartsWith("it is left out: here @reboot means each start of the host")));
}

std::string fault_of(const std::string &line, const CrontabOptions &with = options()) {
    try {
        take({line}, with);
        return "";
    } catch (const CrontabFault &fault) {
        return fault.what();
    }
}

TEST(Crontab, ASystemCrontabIsNotTakenForAUsers) {
    EXPECT_THAT(fault_of("0 5 * * * root cd /"), HasSubstr("--system"));
    EXPECT_THAT(fault_of("0 5 * * * root what --ever"), HasSubstr("--system"));
    EXPECT_THAT(fault_of("0 5 * * * mail ls"), HasSubstr("--system"));
    EXPECT_THAT(fault_of("0 5 * * * mail /opt/x"), HasSubstr("--system"));
    EXPECT_EQ(fault_of("0 5 * * * mail -s subject you"), "") << "a program that is called as a user is";
    EXPECT_EQ(fault_of("0 5 * * * mail"), "");
    EXPECT_EQ(fault_of("0 5 * * * other ls"), "");
}

TEST(Crontab, OfASystemCrontabOnlyTheHostsOwnUserIsTaken) {
    CrontabOptions system = options();
    system.system = true;
    const Taken taken = take({"0 5 * * * me ls", "0 5 * * * root ls"}, system);
    ASSERT_EQ(taken.jobs.size(), 1U);
    EXPECT_EQ(taken.jobs[0].entry.command, "ls");
    EXPECT_THAT(taken.notes, ElementsAre("it is left out: it runs as root, and this host runs all commands as me"));
    EXPECT_THAT(fault_of("0 5 * * * echo hello", system), StartsWith("there is no user \"echo\""));
}

TEST(Crontab, ALongCommandsNameIsCutBetweenCharacters) {
    const std::string command(200, 'x');
    std::string accents;
    for (int count = 0; count < 100; ++count) accents += "\xc3\xa9";
    const auto definition = json::Document::parse(take({"* * * * * " + command + accents}).jobs.at(0).definition);
    EXPECT_EQ(definition.at("name").text(), command + accents.substr(0, 54));
}

TEST(SystemZone, IsWhereTheLinkLeadsOrWhatTheFileSays) {
    const std::filesystem::path root = std::filesystem::path(testing::TempDir()) / "system_zone_test";
    std::filesystem::remove_all(root);
    std::filesystem::create_directories(root / "etc");
    EXPECT_EQ(system_zone(root), "");
    std::ofstream(root / "etc/timezone") << "Asia/Tokyo\n";
    EXPECT_EQ(system_zone(root), "Asia/Tokyo");
    std::filesystem::create_symlink("../usr/share/zoneinfo/America/Argentina/Salta", root / "etc/localtime");
    EXPECT_EQ(system_zone(root), "America/Argentina/Salta");
    std::filesystem::remove_all(root);
}

} // namespace
} // namespace sample_host::move

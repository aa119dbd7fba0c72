// Lines of crontabs, one a row, with what cron makes of them.
#include "move/crontab_line.h"

#include <gtest/gtest.h>

namespace sample_host::move {
namespace {

struct Row {
    const char *line;
    const char *schedule;
    const char *command;
    const char *input; // null: none
};

const Row entries[] = {
    {"* * * * * date", "* * * * *", "date", nullptr},
    {"  */5\t 8-18/2  1,15 jan-MAR Mon-fri \t date  -u ", "*/5 8-18/2 1,15 jan-MAR Mon-fri", "date  -u ", nullptr},
    {"0 0 * * 7 a # no comment", "0 0 * * 7", "a # no comment", nullptr},
    {"0 5 * * * A=b c=d e", "0 5 * * *", "A=b c=d e", nullptr},
    {"@daily\techo", "@daily", "echo", nullptr},
    {"@reboot echo", "@reboot", "echo", nullptr},
    {"* * * * * date\r", "* * * * *", "date", nullptr},
    {"* * * * * cat%", "* * * * *", "cat", "\n"},
    {"* * * * * cat%one", "* * * * *", "cat", "one\n"},
    {"* * * * * cat%one%%two%", "* * * * *", "cat", "one\n\ntwo\n"},
    {R"(* * * * * date +\%F)", "* * * * *", "date +%F", nullptr},
    {R"(* * * * * a\\%b)", "* * * * *", R"(a\\)", "b\n"},
    {R"(* * * * * a\\\%b)", "* * * * *", R"(a\\%b)", nullptr},
    {R"(* * * * * a \x "\n" \)", "* * * * *", R"(a \x "\n" \)", nullptr},
    {R"(* * * * * cat%a\%b\x%c\)", "* * * * *", "cat", "a%b\\x\nc\\\n"},
    {"* * * * * echo \xf0\x9f\x90\x98%\xf0\x9f\x90\x98", "* * * * *", "echo \xf0\x9f\x90\x98", "\xf0\x9f\x90\x98\n"},
};

TEST(CrontabLine, EntriesAreTakenApartAsCronDoesIt) {
    for (const Row &row : entries) {
        const CrontabLine line = parse_crontab_line(row.line, false);
        const auto *entry = std::get_if<CrontabEntry>(&line);
        ASSERT_NE(entry, nullptr) << row.line;
        EXPECT_EQ(entry->schedule, row.schedule) << row.line;
        EXPECT_EQ(entry->command, row.command) << row.line;
        EXPECT_EQ(entry->input.value_or("none"), row.input == nullptr ? "none" : row.input) << row.line;
        EXPECT_EQ(entry->user, "") << row.line;
    }
}

TEST(CrontabLine, ASystemCrontabHasUsers) {
    const CrontabLine line = parse_crontab_line("17 *\t* * *\troot  cd / && run-parts x", true);
    EXPECT_EQ(std::get<CrontabEntry>(line).user, "root");
    EXPECT_EQ(std::get<CrontabEntry>(line).command, "cd / && run-parts x");
    EXPECT_THROW(parse_crontab_line("17 * * * * root", true), CrontabFault);
}

TEST(CrontabLine, BlanksAndCommentsAreNothing) {
    for (const char *line : {"", " ", "\t", "# 0 5 * * * date", "  # A=b", "#", "\r"}) {
        EXPECT_TRUE(std::holds_alternative<CrontabNothing>(parse_crontab_line(line, false))) << line;
    }
}

struct Assigned {
    const char *line;
    const char *name;
    const char *value;
};

const Assigned assignments[] = {
    {"A=b", "A", "b"},
    {" A = b c ", "A", "b c"},
    {"A=", "A", ""},
    {"A=\"\"", "A", ""},
    {"A = \" b \" ", "A", " b "},
    {"A='it\"s'", "A", "it\"s"},
    {"PATH=$HOME/bin:/usr/bin", "PATH", "$HOME/bin:/usr/bin"},
    {"A==b", "A", "=b"},
    {"A=b # c", "A", "b # c"},
    {"_a9=%", "_a9", "%"},
};

TEST(CrontabLine, Assignments) {
    for (const Assigned &row : assignments) {
        const CrontabLine line = parse_crontab_line(row.line, false);
        const auto *assignment = std::get_if<CrontabAssignment>(&line);
        ASSERT_NE(assignment, nullptr) << row.line;
        EXPECT_EQ(assignment->name, row.name) << row.line;
        EXPECT_EQ(assignment->value, row.value) << row.line;
    }
}

struct Fault {
    std::string line;
    std::size_t column;
    const char *beginning;
};

TEST(CrontabLine, FaultsNameTheColumn) {
    const Fault faults[] = {
        {"0 5 * *", 8, "the day of week field is missing"},
        {"0", 2, "the hour field is missing"},
        {"0 5 * * *", 10, "the command is missing"},
        {"0 5 * * * ", 11, "the command is missing"},
        {"0 5 * * * %a", 11, "the command is empty"},
        {"@often x", 1, "cron knows no nickname \"@often\""},
        {"@every 5m x", 1, "cron knows no nickname \"@every\""},
        {"@daily", 7, "the command is missing"},
        {"1A=b", 1, "\"1A\" is not the name of a variable"},
        {"=b", 1, "\"\" is not the name of a variable"},
        {"A=\"b", 3, "the value begins with a quote"},
        {"A='", 3, "the value begins with a quote"},
        {std::string("* * * * * a\0b", 13), 12, "there is a NUL byte"},
        {"* * * * * \xff", 0, "the line is not UTF-8"},
    };
    for (const Fault &fault : faults) {
        try {
            parse_crontab_line(fault.line, false);
            ADD_FAILURE() << fault.line << " was taken";
        } catch (const CrontabFault &thrown) {
            EXPECT_EQ(thrown.column, fault.column) << fault.line;
            EXPECT_EQ(std::string(thrown.what()).find(fault.beginning), 0U) << thrown.what();
        }
    }
}

TEST(CrontabLine, APositionInTheScheduleIsAColumnOfTheLine) {
    const CrontabLine line = parse_crontab_line("  */5\t\t10   1,2 * 5/7 date", false);
    const auto &entry = std::get<CrontabEntry>(line);
    EXPECT_EQ(entry.schedule, "*/5 10 1,2 * 5/7");
    EXPECT_EQ(entry.column_of(0), 3U);
    EXPECT_EQ(entry.column_of(2), 5U);
    EXPECT_EQ(entry.column_of(4), 8U);
    EXPECT_EQ(entry.column_of(9), 15U);
    EXPECT_EQ(entry.column_of(14), 20U);
    EXPECT_EQ(std::get<CrontabEntry>(parse_crontab_line(" @daily x", false)).column_of(0), 2U);
}

} // namespace
} // namespace sample_host::move

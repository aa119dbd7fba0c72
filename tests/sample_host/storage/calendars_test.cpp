// calendars_test.cpp - what the host keeps of calendars: their days in order, a version that changes with them, and no
// calendar that goes while a job names it.
#include "storage_fixture.h"

#include <string_view>
#include <vector>

namespace sample_host::sqlite {
namespace {

class CalendarsTest : public StorageFixture {
  protected:
    std::string days_of(const std::string &name) {
        return value("SELECT group_concat(first_day || '..' || last_day, ' ') FROM (SELECT * FROM calendar_day_range "
                     "WHERE calendar = '" +
                     name + "' ORDER BY first_day)");
    }

    std::int64_t version_of(const std::string &name) {
        return std::stoll(value("SELECT version FROM calendar WHERE name = '" + name + "'"));
    }

    std::string calendars() { return value("SELECT coalesce(group_concat(name, ' '), '') FROM calendar"); }

    // The sentence of the refusal, which must be for this reason.
    template <typename Action>
    static std::string refused(CalendarRefused::Why why, Action action) {
        try {
            action();
        } catch (const CalendarRefused &refused) {
            EXPECT_EQ(refused.why, why) << refused.what();
            return refused.what();
        }
        return "nothing was refused";
    }

    std::string refused_set(const std::string &name, const std::vector<gs_day_range> &days) {
        return refused(CalendarRefused::Why::invalid, [&] { storage().set_calendar(name, days); });
    }

    std::string refused_removal(CalendarRefused::Why why, const std::string &name) {
        return refused(why, [&] { storage().remove_calendar(name); });
    }

    Answer put_naming(const std::string &job, const std::vector<std::string_view> &names) {
        std::vector<gs_string> lent;
        for (const std::string_view name : names) lent.push_back({name.data(), name.size()});
        gs_job row = definition(job);
        row.calendars = lent.data();
        row.calendar_count = static_cast<std::int32_t>(lent.size());
        return put(row, GS_NO_TIME);
    }
};

TEST_F(CalendarsTest, DaysAreMergedAndInOrder) {
    EXPECT_FALSE(storage().has_calendar("holidays"));
    EXPECT_EQ(storage().set_calendar("holidays", {{30, 31}, {10, 12}, {12, 14}, {15, 15}, {40, 40}}),
              CalendarChange::created);
    EXPECT_TRUE(storage().has_calendar("holidays"));
    EXPECT_EQ(days_of("holidays"), "10..15 30..31 40..40");
}

TEST_F(CalendarsTest, TheVersionChangesWithTheDaysAndOnlyThen) {
    storage().set_calendar("holidays", {{10, 12}});
    const std::int64_t first = version_of("holidays");
    EXPECT_EQ(storage().set_calendar("holidays", {{12, 12}, {10, 11}}), CalendarChange::unchanged);
    EXPECT_EQ(version_of("holidays"), first) << "the same days, written otherwise";
    EXPECT_EQ(storage().set_calendar("holidays", {{10, 13}}), CalendarChange::updated);
    const std::int64_t second = version_of("holidays");
    EXPECT_GT(second, first);
    EXPECT_EQ(storage().set_calendar("holidays", {}), CalendarChange::updated);
    EXPECT_EQ(days_of("holidays"), "");
    EXPECT_GT(version_of("holidays"), second);
}

TEST_F(CalendarsTest, AVersionIsNeverUsedAgain) {
    storage().set_calendar("holidays", {{10, 12}});
    const std::int64_t first = version_of("holidays");
    storage().remove_calendar("holidays");
    EXPECT_EQ(days_of("holidays"), "");
    storage().set_calendar("holidays", {{20, 20}});
    EXPECT_GT(version_of("holidays"), first);
    EXPECT_GT(put_naming("job", {}).version, version_of("holidays")) << "jobs share the sequence";
}

TEST_F(CalendarsTest, ACalendarThatCannotBeIsRefusedAndTheOldOneStays) {
    storage().set_calendar("holidays", {{10, 12}});
    EXPECT_EQ(refused_set("", {}), "the calendar's name is empty; expected 1 to 255 bytes");
    EXPECT_EQ(refused_set(std::string(256, 'x'), {}), "the calendar's name has 256 bytes; expected 1 to 255");
    for (const char *name : {"a\nb", "\x1B[31m", "\x7F", "a\xC2\x85"}) {
        EXPECT_EQ(refused_set(name, {}), "the calendar's name has a control character; expected none");
    }
    EXPECT_EQ(refused_set("holidays", {{5, 4}}), "a range of the calendar's days ends before it begins");
    for (const gs_day_range days : {gs_day_range{-1, 5}, gs_day_range{84'005, 84'006}}) {
        EXPECT_EQ(refused_set("holidays", {days}), "the calendar has a day outside of 1970-01-01 to 2199-12-31");
    }
    EXPECT_EQ(days_of("holidays"), "10..12");
    EXPECT_EQ(calendars(), "holidays");
}

TEST_F(CalendarsTest, TheLongestNameAndTheOutermostDaysAreTaken) {
    const std::string name(255, 'x');
    EXPECT_EQ(storage().set_calendar(name, {{0, 84'005}}), CalendarChange::created);
    EXPECT_EQ(storage().set_calendar("\xC3\xA9\xE6\x97\xA5", {{0, 0}}), CalendarChange::created)
        << "no control character";
    EXPECT_EQ(days_of(name), "0..84005");
}

TEST_F(CalendarsTest, ACalendarHasTenThousandRangesAtMost) {
    std::vector<gs_day_range> days;
    for (std::int64_t i = 0; i < 10'000; ++i) days.push_back({2 * i, 2 * i});
    EXPECT_EQ(storage().set_calendar("most", days), CalendarChange::created);
    EXPECT_EQ(value("SELECT count(*) FROM calendar_day_range"), "10000");
    days.push_back({30'000, 30'000});
    EXPECT_EQ(refused_set("more", days), "the calendar has 10001 ranges of days; expected 10000 at most");
    for (std::int64_t i = 0; i < 10'000; ++i) days.push_back({2 * i + 1, 2 * i + 1});
    EXPECT_EQ(storage().set_calendar("merged", days), CalendarChange::created) << "what is counted is what is stored";
    EXPECT_EQ(days_of("merged"), "0..19999 30000..30000");
}

TEST_F(CalendarsTest, OneThatAJobNamesIsNotRemoved) {
    storage().set_calendar("holidays", {{10, 12}});
    storage().set_calendar("works outing", {{11, 11}});
    ASSERT_EQ(put_naming("other", {"works outing"}).outcome, GS_ITEM_DONE);
    ASSERT_EQ(put_naming("b", {"works outing", "holidays"}).outcome, GS_ITEM_DONE);
    ASSERT_EQ(put_naming("a", {"holidays"}).outcome, GS_ITEM_DONE);
    EXPECT_EQ(refused_removal(CalendarRefused::Why::named_by_a_job, "holidays"),
              "the calendar \"holidays\" cannot be removed: the job \"a\" names it");
    EXPECT_EQ(calendars(), "holidays works outing");
    storage().writing().database().exec("DELETE FROM job WHERE id IN ('a', 'b')");
    storage().remove_calendar("holidays");
    EXPECT_EQ(calendars(), "works outing");
    EXPECT_EQ(days_of("holidays"), "");
}

TEST_F(CalendarsTest, OneThatIsNotThereIsNotRemoved) {
    EXPECT_EQ(refused_removal(CalendarRefused::Why::missing, "holidays"), "there is no calendar \"holidays\"");
}

TEST_F(CalendarsTest, AListThatSomebodyHasSpoiltHindersNoRemoval) {
    storage().set_calendar("holidays", {{10, 12}});
    ASSERT_EQ(put_naming("job", {"holidays"}).outcome, GS_ITEM_DONE);
    storage().writing().database().exec("UPDATE job SET calendars = '[\"holidays\"'");
    storage().remove_calendar("holidays");
    EXPECT_EQ(calendars(), "");
}

TEST_F(CalendarsTest, NamesThatCannotBeStoredAreBad) {
    EXPECT_EQ(put_naming("job", {"\xFF"}).outcome, GS_ITEM_BAD);
    EXPECT_EQ(value("SELECT count(*) FROM job"), "0");
}

TEST_F(CalendarsTest, NamesAreAnArrayThatAPersonCanRead) {
    ASSERT_EQ(put_naming("job", {"holidays", "a \"quoted\" one"}).outcome, GS_ITEM_DONE);
    EXPECT_EQ(value("SELECT calendars FROM job"), R"(["holidays","a \"quoted\" one"])");
}

} // namespace
} // namespace sample_host::sqlite

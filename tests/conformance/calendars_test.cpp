// calendars_test.cpp - the calendars that the host keeps, and the names of calendars that a job carries: as many as may
// be, through every function that tells of a job.
#include "storage_test.h"

namespace conformance {
namespace {

class CalendarsTest : public StorageTest {
  protected:
    static std::vector<std::string> names(std::size_t count) {
        std::vector<std::string> names;
        // Neither in order nor different in their beginnings; the longest that there may be, and what JSON must escape.
        for (std::size_t i = 0; i < count; ++i) names.push_back("calendar " + std::to_string((i * 7) % 16));
        if (count > 2) names[1] = std::string(GS_MAX_ID_SIZE, 'c');
        if (count > 2) names[2] = "quote\" back\\slash \xE6\x97\xA5";
        return names;
    }

    // The job as each function tells it that tells of jobs.
    std::vector<SeenJob> told_everywhere(const SeenJob &of) {
        std::vector<SeenJob> told = {replica().get_job(of.id)->jobs.at(0), replica().jobs("", 1)->jobs.at(0)};
        gs_due_page page{};
        page.struct_size = sizeof page;
        page.limit = 1;
        page.until = now();
        page.after_look_at = no_time;
        told.push_back(replica().due_jobs(page)->jobs.at(0));
        const gs_id run = claimed_run(of);
        told.push_back(replica().begin(run, 1, true)->item().job);
        return told;
    }
};

TEST_P(CalendarsTest, CalendarsComeWithTheirDays) {
    if (!host().add_calendar("holidays", 3, {{20'000, 20'001}, {19'000, 19'000}})) {
        GTEST_SKIP() << "calendars cannot be added to this storage";
    }
    host().add_calendar("empty", 1, {});
    const auto answer = replica().calendars();
    ASSERT_EQ(answer->status, GS_OK);
    ASSERT_EQ(answer->calendars.size(), 2U);
    EXPECT_EQ(answer->calendars[0].name, "empty");
    EXPECT_TRUE(answer->calendars[0].days.empty());
    const SeenCalendar &holidays = answer->calendars[1];
    EXPECT_EQ(holidays.name, "holidays");
    EXPECT_EQ(holidays.version, 3);
    ASSERT_EQ(holidays.days.size(), 2U);
    EXPECT_EQ(holidays.days[0].first_day, 19'000) << "ascending";
    EXPECT_EQ(holidays.days[1].last_day, 20'001);
}

TEST_P(CalendarsTest, NoCalendarsIsNoFault) {
    const auto answer = replica().calendars();
    EXPECT_EQ(answer->status, GS_OK);
    EXPECT_TRUE(answer->calendars.empty());
}

TEST_P(CalendarsTest, TheNamesThatAJobCarriesComeBackEverywhere) {
    for (const std::size_t count : {0, 1, GS_MAX_CALENDARS}) {
        PutItem item(due_job());
        item.calendars = names(count);
        const SeenJob put_back = put(item);
        ASSERT_EQ(put_back.calendars.size(), count);
        for (const SeenJob &told : told_everywhere(put_back)) EXPECT_EQ(told.calendars, names(count));
        ASSERT_EQ(replica().remove("job", job().row.version, nullptr)->outcome(), GS_ITEM_DONE);
    }
}

TEST_P(CalendarsTest, AnEditReplacesTheNames) {
    PutItem item;
    item.calendars = {"holidays", "works outing"};
    PutItem edit(put(item));
    edit.calendars = {"works outing", "inventory"};
    PutItem emptied(put(edit));
    EXPECT_EQ(job().calendars, edit.calendars);
    emptied.calendars.clear();
    EXPECT_TRUE(put(emptied).calendars.empty());
}

TEST_P(CalendarsTest, ANameNeedsNoCalendarBehindIt) {
    PutItem item;
    item.calendars = {"nobody made this one"};
    EXPECT_EQ(put(item).calendars, item.calendars);
    EXPECT_TRUE(replica().calendars()->calendars.empty());
}

CONFORMANCE_SUITE(CalendarsTest);

} // namespace
} // namespace conformance

// The commands that keep calendars, through the API to a fake store.
#include "cli/errors.h"
#include "host_fixture.h"
#include "json/day.h"

#include <gmock/gmock.h>

namespace sample_host::cli {
namespace {

class CalendarCommands : public HostTest {
  protected:
    void set(const std::string &name, const std::vector<const char *> &days) {
        arguments.id = name;
        arguments.days.clear();
        for (const char *range : days) arguments.days.push_back(json::parse_days(range));
        EXPECT_EQ(run(set_calendar), exit_done);
    }

    std::string refusal_of(Action action) {
        try {
            run(action);
        } catch (const Refused &error) {
            return error.what();
        }
        return "nothing was refused";
    }
};

TEST_F(CalendarCommands, SetPrintsWhatItCameTo) {
    set("a/b", {"2026-12-25"});
    EXPECT_EQ(out.str(), "created\n");
    arguments.json = true;
    set("a/b", {"2026-12-26"});
    EXPECT_EQ(out.str(), "{\"what\":\"updated\"}\n");
}

TEST_F(CalendarCommands, ListIsATable) {
    run(list_calendars);
    EXPECT_EQ(out.str(), "CALENDAR  DAYS  WHICH\n");
    set("works outing", {"2026-06-12"});
    set("holidays", {"2026-12-25", "2026-12-28..2026-12-31"});
    EXPECT_EQ(run(list_calendars), exit_done);
    EXPECT_EQ(out.str(), "CALENDAR      DAYS  WHICH\n"
                         "holidays      5     2026-12-25, 2026-12-28..2026-12-31\n"
                         "works outing  1     2026-06-12\n");
    arguments.json = true;
    run(list_calendars);
    EXPECT_EQ(out.str(), "{\"name\":\"holidays\",\"days\":[\"2026-12-25\",\"2026-12-28..2026-12-31\"]}\n"
                         "{\"name\":\"works outing\",\"days\":[\"2026-06-12\"]}\n");
}

TEST_F(CalendarCommands, ALongListIsCutForPeopleOnly) {
    set("long", {"2026-01-01", "2026-01-03", "2026-01-05", "2026-01-07", "2026-01-09", "2026-01-11", "2026-01-13"});
    run(list_calendars);
    EXPECT_THAT(out.str(), testing::EndsWith("2026-01-11, 2026-01\xE2\x80\xA6\n"));
    arguments.json = true;
    run(list_calendars);
    EXPECT_THAT(out.str(), testing::HasSubstr("2026-01-13"));
}

TEST_F(CalendarCommands, RemoveTellsWhyNot) {
    set("holidays", {"2026-12-25"});
    EXPECT_EQ(run(remove_calendar), exit_done);
    EXPECT_EQ(out.str(), "removed\n");
    EXPECT_EQ(refusal_of(remove_calendar), "there is no calendar \"holidays\"");
    arguments.id = "named";
    EXPECT_EQ(refusal_of(remove_calendar), "the job \"a\" names it");
}

TEST_F(CalendarCommands, BadNamesAreRefused) {
    arguments.id = "";
    EXPECT_EQ(refusal_of(set_calendar), "the calendar's name is empty");
    EXPECT_EQ(refusal_of(remove_calendar), "the calendar's name is empty");
    arguments.id = "\xFF";
    EXPECT_EQ(refusal_of(set_calendar), "the calendar's name is not valid UTF-8");
    arguments.id = "refused";
    EXPECT_EQ(refusal_of(set_calendar), "no such calendar may be") << "in the store's words";
}

} // namespace
} // namespace sample_host::cli

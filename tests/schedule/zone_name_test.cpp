// Which zone names may become a path.
#include <gtest/gtest.h>

#include "support.h"

namespace schedule_test {
namespace {

using schedule::check_zone_name;

TEST(ZoneName, of_every_zone_on_this_machine_is_accepted) {
    const auto names = zone_names();
    ASSERT_GT(names.size(), 300U);
    for (const auto &name : names) EXPECT_TRUE(check_zone_name(name).ok()) << name;
}

TEST(ZoneName, of_up_to_255_bytes_is_accepted) {
    EXPECT_TRUE(check_zone_name("Etc/GMT+12").ok());
    EXPECT_TRUE(check_zone_name("America/Port-au-Prince").ok());
    EXPECT_TRUE(check_zone_name("a.b/c").ok());
    EXPECT_TRUE(check_zone_name(std::string(255, 'x')).ok());
}

TEST(ZoneName, that_could_leave_the_zone_directory_is_refused) {
    for (const std::string name : {"",
                                   "/etc/passwd",
                                   "/",
                                   "..",
                                   "../etc/passwd",
                                   "Europe/../../etc/passwd",
                                   "Europe/..",
                                   ".",
                                   "./UTC",
                                   "Europe//Lisbon",
                                   "Europe/",
                                   "Europe/.hidden",
                                   "-x",
                                   "Europe/-x",
                                   "Europe\\Lisbon",
                                   "Europe/Lis bon",
                                   "UTC\n",
                                   "C:UTC",
                                   "~root",
                                   "Europe/Bras\xC3\xADlia",
                                   "%2e%2e/x",
                                   "$HOME",
                                   "*"}) {
        SCOPED_TRACE(name);
        const auto checked = check_zone_name(name);
        ASSERT_FALSE(checked.ok());
        EXPECT_EQ(checked.error().field, "zone");
        EXPECT_EQ(checked.error().position, -1);
        EXPECT_NE(checked.error().text.find("expected an IANA name"), std::string::npos);
    }
    EXPECT_FALSE(check_zone_name(std::string("UTC\0x", 5)).ok());
    EXPECT_FALSE(check_zone_name(std::string(256, 'x')).ok());
}

} // namespace
} // namespace schedule_test

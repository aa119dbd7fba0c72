// Patterns: what is accepted, and the canonical spelling, which is a fixpoint.
#include <gtest/gtest.h>

#include "support.h"

namespace schedule_test {
namespace {

struct Spelling {
    const char *typed;
    const char *canonical;
};

const std::vector<Spelling> spellings{
    {"* * * * *", "* * * * *"},
    {"  0\t 9  * *   1-5 ", "0 9 * * 1-5"},
    {"\t0 0 1 1 *\t", "0 0 1 1 *"},
    {"*/5 * * * *", "*/5 * * * *"},
    {"*/1 */1 */1 */1 */1", "* * * * *"},
    {"*/60 */24 */31 */12 */7", "*/60 */24 */31 1 */7"},
    {"*,5 * * * *", "* * * * *"},
    {"*/20,5 * * * *", "*/20,5 * * * *"},
    {"*/2,1,3 * * * *", "*/2,1,3 * * * *"},
    {"5,* * * * *", "0-59 * * * *"},
    {"0-59 0-23 1-31 1-12 0-6", "0-59 0-23 1-31 * 0-6"},
    {"0-59 0-23 1-31 1-12 0-7", "0-59 0-23 1-31 * 0-6"},
    {"5-59/15 * * * *", "5-50/15 * * * *"},
    {"0,30 * * * *", "0,30 * * * *"},
    {"30,0,30 * * * *", "0,30 * * * *"},
    {"1,2,3,7,8 * * * *", "1-3,7,8 * * * *"},
    {"10-10 * * * *", "10 * * * *"},
    {"1-10/10 * * * *", "1 * * * *"},
    {"007 09 * * *", "7 9 * * *"},
    {"0 0 * JAN SUN", "0 0 * 1 0"},
    {"0 0 * jan-Mar,dEc mon-FRI", "0 0 * 1-3,12 1-5"},
    {"0 0 * JAN-6/2 *", "0 0 * 1-5/2 *"},
    {"0 0 * * 7", "0 0 * * 0"},
    {"0 0 * * 5-7", "0 0 * * 0,5,6"},
    {"0 0 * * 7-7", "0 0 * * 0"},
    {"0 0 * * SUN-7", "0 0 * * 0-6"},
    {"0 0 * * 1-7/2", "0 0 * * 0,1,3,5"},
    {"0 0 31 */2 *", "0 0 31 1-11/2 *"},
    {"0 0 30 2 1", "0 0 30 2 1"},
    {"0 30 9 * * *", "30 9 * * *"},
    {"*/1 30 9 * * *", "* 30 9 * * *"},
    {"*/15,7 30 9 * * *", "0,7,15,30,45 30 9 * * *"},
    {"0 0 0 1 1 * 2026-2028", "0 0 0 1 1 * 2026-2028"},
    {"0 0 0 1 1 * *", "0 0 1 1 *"},
    {"0 0 0 1 1 * */1", "0 0 0 1 1 * 1970-2199"},
    {"0 0 0 1 1 * 2030,2026,2027", "0 0 0 1 1 * 2026,2027,2030"},
    {"5 0 0 1 1 * */100", "5 0 0 1 1 * 1970,2070,2170"},
    {"0 0 L,15,1W * *", "0 0 15,1W,L * *"},
    {"0 0 LW,31W * *", "0 0 31W,LW * *"},
    {"0 0 *,L * *", "0 0 *,L * *"},
    {"0 0 ? * ?", "0 0 * * *"},
    {"0 0 * * friL", "0 0 * * 5#L"},
    {"0 0 * * 7L,MON#2,3", "0 0 * * 3,1#2,0#L"},
    {"0 0 13 * +fri", "0 0 13 * +5"},
    {"0 0 13 * +*/2", "0 0 13 * +*/2"},
    {"@daily", "0 0 * * *"},
    {"@reboot", "@reboot"},
    {"@manual", "@manual"},
    {"\t@manual  ", "@manual"},
};

TEST(PatternText, is_accepted_and_printed_in_its_canonical_spelling) {
    for (const auto &[typed, canonical] : spellings) {
        SCOPED_TRACE(typed);
        EXPECT_EQ(parse(typed).text(), canonical);
    }
}

TEST(PatternText, printed_and_parsed_again_stays_the_same) {
    for (const auto &[typed, canonical] : spellings) {
        SCOPED_TRACE(typed);
        const auto once = parse(typed);
        const auto twice = parse(once.text());
        EXPECT_EQ(twice.text(), once.text());
        EXPECT_EQ(fires(twice, "2026-02-27T23:59:30Z", 50), fires(once, "2026-02-27T23:59:30Z", 50));
    }
}

TEST(PatternText, of_exactly_1024_bytes_is_accepted) {
    std::string text = "* * * * *";
    text += std::string(1024 - text.size(), ' ');
    EXPECT_EQ(parse(text).text(), "* * * * *");
}

} // namespace
} // namespace schedule_test

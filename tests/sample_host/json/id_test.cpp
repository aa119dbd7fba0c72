// Ids as UUID text.
#include "json/id.h"

#include "refusal.h"

#include <gmock/gmock.h>

namespace sample_host::json {
namespace {

using testing::HasSubstr;

constexpr const char *sample = "01890a5d-ac96-774b-bcce-b302099a8057";

TEST(Id, PrintsAndReadsTheSameText) {
    EXPECT_EQ(format_id(parse_id(sample)), sample);
    EXPECT_EQ(format_id(gs_id{}), "00000000-0000-0000-0000-000000000000");
}

TEST(Id, ReadsCapitalLetters) {
    EXPECT_EQ(format_id(parse_id("01890A5D-AC96-774B-BCCE-B302099A8057")), sample);
}

TEST(Id, RefusesWhatIsNotAUuid) {
    for (const char *text : {"", "x", "01890a5dac96774bbcceb302099a8057", "01890a5d-ac96-774b-bcce-b302099a805",
                             "01890a5d-ac96-774b-bcce-b302099a80577", "01890a5d-ac96-774b-bcceb-302099a8057",
                             "01890a5d-ac96-774b-bcce-b302099a805g", "{1890a5d-ac96-774b-bcce-b302099a805}"}) {
        EXPECT_THAT(refusal_of([text] { parse_id(text); }).sentence, HasSubstr("expected a UUID")) << text;
    }
}

TEST(Id, KnowsNone) {
    EXPECT_TRUE(is_none(gs_id{}));
    EXPECT_FALSE(is_none(parse_id(sample)));
}

TEST(Id, ComparesByBytes) {
    EXPECT_TRUE(comes_before(parse_id("01890a5d-ac96-774b-bcce-b302099a8056"), parse_id(sample)));
    EXPECT_FALSE(comes_before(parse_id(sample), parse_id(sample)));
    EXPECT_TRUE(comes_before(parse_id(sample), parse_id("ff890a5d-ac96-774b-bcce-b302099a8057")));
}

TEST(Id, TellsWhenAVersion7IdWasMade) {
    EXPECT_EQ(creation_time(parse_id(sample)), 0x01890a5dac96 * 1000);
    EXPECT_FALSE(creation_time(parse_id("01890a5d-ac96-474b-bcce-b302099a8057")).has_value());
}

} // namespace
} // namespace sample_host::json

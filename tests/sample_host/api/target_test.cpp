// Targets and percent-encoding.
#include "api/percent.h"
#include "api/request.h"
#include "api/target.h"

#include <gmock/gmock.h>

#include <functional>

namespace sample_host::api {
namespace {

using testing::ElementsAre;

std::string refusal_of(const std::function<void()> &action) {
    try {
        action();
    } catch (const RequestError &error) {
        EXPECT_EQ(error.status(), 400);
        return error.what();
    }
    return "nothing was refused";
}

TEST(Percent, EncodesWhatIsNotUnreservedAndReadsItBack) {
    EXPECT_EQ(percent_encode("aZ0-_.~"), "aZ0-_.~");
    EXPECT_EQ(percent_encode("a/b c?%&+"), "a%2Fb%20c%3F%25%26%2B");
    EXPECT_EQ(percent_encode("\xC3\xA9"), "%C3%A9");
    for (const std::string &text :
         {std::string("a/b c?%&+"), std::string("\xF0\x9F\x98\x80"), std::string("\n\0x", 3)}) {
        EXPECT_EQ(percent_decode(percent_encode(text)), text);
    }
    EXPECT_EQ(percent_decode("a+b%2f"), "a+b/");
}

TEST(Percent, RefusesBrokenEscapesAndInvalidUtf8) {
    for (const char *text : {"%", "%4", "%4g", "%-1", "a%"}) {
        EXPECT_EQ(refusal_of([text] { percent_decode(text); }),
                  "a % in the target is not followed by two hexadecimal digits");
    }
    EXPECT_EQ(refusal_of([] { percent_decode("%FF"); }), "the target is not UTF-8 once it is decoded");
}

TEST(Target, SeparatesSegmentsBeforeDecodingThem) {
    EXPECT_THAT(Target("/v1/jobs/a%2Fb/pause").segments(), ElementsAre("v1", "jobs", "a/b", "pause"));
    EXPECT_THAT(Target("/").segments(), ElementsAre(""));
    EXPECT_THAT(Target("/v1?").segments(), ElementsAre("v1"));
}

TEST(Target, ReadsParameters) {
    const Target target("/v1/jobs?after=a%26b&limit=7");
    EXPECT_EQ(target.parameter("after"), "a&b");
    EXPECT_FALSE(target.parameter("before").has_value());
    EXPECT_EQ(target.limit(100, 1000), 7U);
    EXPECT_EQ(Target("/v1/jobs").limit(100, 1000), 100U);
    EXPECT_NO_THROW(target.allow_parameters({"after", "limit"}));
}

TEST(Target, RefusesWhatItDoesNotKnow) {
    EXPECT_EQ(refusal_of([] { Target("v1"); }), "the target is not a path that begins with /");
    EXPECT_EQ(refusal_of([] { Target("http://127.0.0.1/v1"); }), "the target is not a path that begins with /");
    EXPECT_EQ(refusal_of([] { Target("/v1?limit"); }), "a parameter of the target has no value; expected name=value");
    EXPECT_EQ(refusal_of([] { Target("/?a=1").allow_parameters({"b"}); }), "unknown parameter \"a\"");
    EXPECT_EQ(refusal_of([] { Target("/?a=1&a=2").allow_parameters({"a"}); }), "the parameter \"a\" is there twice");
    for (const char *text :
         {"/?limit=0", "/?limit=1001", "/?limit=-1", "/?limit=", "/?limit=5x", "/?limit=99999999999"}) {
        EXPECT_EQ(refusal_of([text] { static_cast<void>(Target(text).limit(100, 1000)); }),
                  "limit: expected a whole number from 1 to 1000");
    }
}

} // namespace
} // namespace sample_host::api

// The bearer token.
#include "api/token_check.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace sample_host::api {
namespace {

const std::string token = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

TEST(TokenCheck, AcceptsTheTokenWithTheSchemeInAnyCase) {
    const TokenCheck check(token);
    EXPECT_TRUE(check.accepts("Bearer " + token));
    EXPECT_TRUE(check.accepts("bearer " + token));
}

TEST(TokenCheck, RefusesEverythingElse) {
    const TokenCheck check(token);
    for (const std::string &header :
         {std::string(), std::string("Bearer"), std::string("Bearer "), token, "Basic " + token, "Bearer  " + token,
          "Bearer " + token + " ", "Bearer " + token.substr(1), "Bearer " + token + "0", "Bearer" + token}) {
        EXPECT_FALSE(check.accepts(header)) << header;
    }
}

TEST(TokenCheck, RefusesToWorkWithoutAToken) {
    EXPECT_THROW(TokenCheck(""), std::runtime_error);
}

} // namespace
} // namespace sample_host::api

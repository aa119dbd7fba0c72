// text_test.cpp - ids as UUID text, and the words for the contract's constants.
#include <set>
#include <string>

#include <gtest/gtest.h>

#include <gateway_scheduler/executor.h>
#include <gateway_scheduler/job.h>
#include <gateway_scheduler/run.h>

#include "storage/sql/fault.h"
#include "storage/sql/id_text.h"
#include "storage/sql/words.h"

namespace sample_host::sql {
namespace {

TEST(IdTextTest, IsALowerCaseUuidAndBack) {
    const gs_id id{{0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0x7c, 0xde, 0x8f, 0, 1, 2, 3, 4, 5, 0xff}};
    EXPECT_EQ(id_text(id), "01234567-89ab-7cde-8f00-0102030405ff");
    const auto back = parse_id(id_text(id));
    ASSERT_TRUE(back.has_value());
    EXPECT_TRUE(same_id(*back, id));
    EXPECT_TRUE(is_none(gs_id{}));
    EXPECT_FALSE(is_none(id));
}

TEST(IdTextTest, AnythingElseIsNoId) {
    for (const char *text : {"", "01234567-89ab-7cde-8f00-0102030405f", "01234567-89AB-7CDE-8F00-0102030405FF",
                             "01234567x89ab-7cde-8f00-0102030405ff", "01234567-89ab-7cde-8f00-0102030405fg",
                             "0123456789ab7cde8f000102030405ff0000"}) {
        EXPECT_FALSE(parse_id(text).has_value()) << text;
    }
}

TEST(WordsTest, EachConstantHasAWordOfItsOwn) {
    for (const Words *words : {&dst_gap_words, &dst_overlap_words, &overlap_words, &catch_up_words, &retry_on_words,
                               &on_lost_words, &job_class_words, &trigger_words, &state_words, &outcome_words,
                               &reason_words, &late_result_words, &record_kind_words, &replica_words, &event_words}) {
        std::set<std::string_view> seen;
        for (const Word &word : words->words) {
            EXPECT_TRUE(seen.insert(word.word).second) << words->kind << ' ' << word.word;
            EXPECT_EQ(value_of(*words, word_of(*words, word.value)), word.value);
        }
    }
    EXPECT_EQ(reason_words.words.size(), GS_REASON_LIMIT + 1U);
    EXPECT_EQ(late_result_words.words.size(), GS_RESULT_REJECTED + 1U);
    EXPECT_EQ(outcome_words.words.size(), GS_OUTCOME_EXPIRED + 1U);
}

TEST(WordsTest, AnUnknownOneIsNamed) {
    try {
        value_of(overlap_words, "sideways");
        FAIL() << "expected a refusal";
    } catch (const UnreadableRow &unreadable) {
        EXPECT_STREQ(unreadable.what(), "overlap is \"sideways\", which is none of its words");
    }
    EXPECT_THROW(word_of(overlap_words, 17), BadItem);
}

} // namespace
} // namespace sample_host::sql

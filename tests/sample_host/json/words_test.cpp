// The tables of words.
#include "json/words.h"

#include "refusal.h"

#include <gateway_scheduler/scheduler.h>

#include <gmock/gmock.h>

#include <array>
#include <set>

namespace sample_host::json {
namespace {

using testing::HasSubstr;

const std::array tables = {&dst_gap_words, &dst_overlap_words, &overlap_words, &catch_up_words, &retry_on_words,
                           &on_lost_words, &class_words,       &notify_words,  &trigger_words,  &state_words,
                           &outcome_words, &record_words,      &reason_words,  &change_words,   &health_words,
                           &mark_words,    &why_words,         &result_words,  &answer_words};

TEST(Words, ReadBackWhatTheyPrint) {
    for (const Words *words : tables) {
        std::set<std::string_view> seen;
        for (const Word &entry : words->table()) {
            EXPECT_EQ(words->word(entry.value), entry.text);
            EXPECT_EQ(words->value(entry.text), entry.value);
            EXPECT_TRUE(seen.insert(entry.text).second) << entry.text << " is there twice";
        }
    }
}

TEST(Words, CoverTheContractsConstants) {
    for (int32_t outcome = GS_OUTCOME_SUCCEEDED; outcome <= GS_OUTCOME_EXPIRED; ++outcome) {
        EXPECT_NE(outcome_words.word(outcome), "unknown") << outcome;
    }
    for (int32_t reason = GS_REASON_OVERLAP; reason <= GS_REASON_LIMIT; ++reason) {
        EXPECT_NE(reason_words.word(reason), "unknown") << reason;
    }
    for (const int32_t mark : {GS_MARK_MOVED, GS_MARK_SKIPPED_BEFORE, GS_MARK_TWIN, GS_MARK_EXCLUDED_BEFORE}) {
        EXPECT_NE(mark_words.word(mark), "unknown") << mark;
    }
    for (int32_t result = GS_RESULT_SUCCEEDED; result <= GS_RESULT_REJECTED; ++result) {
        EXPECT_NE(result_words.word(result), "unknown") << result;
    }
    for (int32_t answer = GS_ANSWER_RAN; answer <= GS_ANSWER_TO_COME; ++answer) {
        EXPECT_NE(answer_words.word(answer), "unknown") << answer;
    }
    for (int32_t why = GS_WHY_FIRES; why <= GS_WHY_EVENT; ++why) EXPECT_NE(why_words.word(why), "unknown") << why;
    for (int32_t kind = GS_RECORD_SKIPPED; kind <= GS_RECORD_EVENT; ++kind) {
        EXPECT_NE(record_words.word(kind), "unknown") << kind;
    }
}

TEST(Words, CallAValueWithoutAWordUnknown) {
    EXPECT_EQ(outcome_words.word(99), "unknown");
}

TEST(Words, NameTheChoicesWhenTheyRefuse) {
    EXPECT_EQ(overlap_words.choices(), "skip, queue, parallel or replace");
    EXPECT_EQ(overlap_words.parse("queue"), GS_OVERLAP_QUEUE);
    EXPECT_EQ(refusal_of([] { overlap_words.parse("Queue"); }).sentence,
              "\"Queue\" is not one of skip, queue, parallel or replace");
}

} // namespace
} // namespace sample_host::json

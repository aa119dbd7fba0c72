// many_rows_test.cpp - a hundred thousand jobs: pages are whole and in order, and what is due is found among what is
// not.
#include "storage_test.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace conformance {
namespace {

constexpr std::uint64_t many = 100'000;
constexpr std::ptrdiff_t at_once = 500;
constexpr std::uint32_t page_size = 1'000;

// Each number below `many` once, in no order that an index would have by itself.
std::int64_t look_of(std::uint64_t number) {
    return static_cast<std::int64_t>(number * 7'919 % many);
}

std::string id_of(std::uint64_t number) {
    return "job-" + std::to_string(1'000'000 + number * 31 % many);
}

class ManyRowsTest : public StorageTest {
  protected:
    using Key = std::pair<std::int64_t, std::string>; // look_at, id

    void fill() {
        keys_.reserve(many);
        for (std::uint64_t number = 0; number < many; ++number) keys_.emplace_back(look_of(number), id_of(number));
        put(PutItem());
        if (!host().copy_job("job", keys_)) put_one_by_one();
        ASSERT_EQ(replica().remove("job", job().row.version)->outcome(), GS_ITEM_DONE);
    }

    void put_one_by_one() {
        for (auto key = keys_.begin(); key != keys_.end(); key += at_once) {
            std::vector<PutItem> items(at_once);
            auto next = key;
            for (PutItem &item : items) {
                std::tie(item.row.look_at, item.id) = *next++;
                item.row.writer = new_id();
            }
            const auto answer = replica().put(items);
            ASSERT_EQ(answer->status, GS_OK) << answer->error.text;
            for (const SeenItem &item : answer->items) ASSERT_EQ(item.result.outcome, GS_ITEM_DONE);
        }
    }

    // All that is due until then, page by page.
    std::vector<Key> due(std::int64_t until) {
        std::vector<Key> found;
        std::int64_t after = no_time;
        std::string after_id;
        for (bool more = true; more;) {
            const gs_due_page page{sizeof page, page_size, until, after, borrow(after_id)};
            const auto answer = replica().due_jobs(page);
            EXPECT_EQ(answer->status, GS_OK) << answer->error.text;
            for (const SeenJob &job : answer->jobs) found.emplace_back(job.row.look_at, job.id);
            more = answer->jobs.size() == page_size;
            if (more) std::tie(after, after_id) = found.back();
        }
        return found;
    }

    std::vector<std::string> all() {
        std::vector<std::string> found;
        for (bool more = true; more;) {
            const auto answer = replica().jobs(found.empty() ? "" : found.back(), page_size);
            EXPECT_EQ(answer->status, GS_OK) << answer->error.text;
            for (const SeenJob &job : answer->jobs) found.push_back(job.id);
            more = answer->jobs.size() == page_size;
        }
        return found;
    }

    std::vector<Key> keys_;
};

TEST_P(ManyRowsTest, PagesAreWholeAndInOrder) {
    fill();
    ASSERT_FALSE(HasFatalFailure());
    std::vector<std::string> ids;
    ids.reserve(keys_.size());
    for (const Key &key : keys_) ids.push_back(key.second);
    std::sort(ids.begin(), ids.end());
    EXPECT_TRUE(all() == ids);
    std::sort(keys_.begin(), keys_.end());
    EXPECT_TRUE(due(static_cast<std::int64_t>(many)) == keys_);
    const std::vector<Key> few(keys_.begin(), keys_.begin() + 2'500);
    EXPECT_TRUE(due(2'499) == few) << "the rest is not due";
    EXPECT_TRUE(due(-1).empty());
    // One in the midst is written, and nothing else has moved.
    PutItem edited(job(few[1'234].second));
    edited.row.look_at = static_cast<std::int64_t>(many) + 1;
    edited.row.writer = new_id();
    ASSERT_EQ(replica().put(edited)->outcome(), GS_ITEM_DONE);
    std::vector<Key> rest = few;
    rest.erase(rest.begin() + 1'234);
    EXPECT_TRUE(due(2'499) == rest);
}

CONFORMANCE_SUITE(ManyRowsTest);

} // namespace
} // namespace conformance

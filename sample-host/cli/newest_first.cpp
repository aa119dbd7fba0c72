// An instance belongs to one thread.
#include "cli/newest_first.h"

#include "cli/host_answer.h"
#include "json/id.h"
#include "json/time.h"

#include <algorithm>

namespace sample_host::cli {
namespace {

constexpr int64_t clock_slack = 10'000'000;

// An id that does not tell its time makes nothing certain.
int64_t certain_before(std::string_view next) {
    if (next.empty()) return INT64_MIN;
    const auto created = json::creation_time(json::parse_id(next));
    return created ? *created + clock_slack : INT64_MAX;
}

} // namespace

// The heap's top is the row that is due latest; of equal ones the page's order decides, which is that of the ids.
bool NewestFirst::comes_later(const Row &left, const Row &right) {
    return left.due_at != right.due_at ? left.due_at < right.due_at : left.arrival > right.arrival;
}

void NewestFirst::add_page(const std::vector<json::Document> &rows, std::string_view next) {
    for (const json::Document &row : rows) {
        const std::string due_at = text_of(row, "due_at");
        heap_.push_back({due_at.empty() ? INT64_MIN : json::parse_time(due_at), arrivals_++, row});
        std::push_heap(heap_.begin(), heap_.end(), comes_later);
    }
    certain_from_ = certain_before(next);
}

std::optional<json::Document> NewestFirst::take() {
    if (heap_.empty() || heap_.front().due_at < certain_from_) return std::nullopt;
    std::pop_heap(heap_.begin(), heap_.end(), comes_later);
    json::Document row = std::move(heap_.back().document);
    heap_.pop_back();
    return row;
}

} // namespace sample_host::cli

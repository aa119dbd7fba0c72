// Puts rows of history in the order of their due times, newest first, while they are read page by page in the order of
// their ids. A row never comes to be before it is due, give or take a few seconds between clocks, so once the pages
// have gone back to a moment, all rows due later have been seen. An instance belongs to one thread.
#pragma once

#include "json/document.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sample_host::cli {

class NewestFirst {
  public:
    // `next` is the id that the following page goes on before; empty after the last page.
    void add_page(const std::vector<json::Document> &rows, std::string_view next);

    // The next row whose place is certain; nothing until another page has been added.
    std::optional<json::Document> take();

  private:
    struct Row {
        int64_t due_at;
        uint64_t arrival;
        json::Document document;
    };
    static bool comes_later(const Row &left, const Row &right);

    std::vector<Row> heap_;
    uint64_t arrivals_ = 0;
    int64_t certain_from_ = INT64_MAX; // rows due at it or later have all been seen
};

} // namespace sample_host::cli

// Rows in aligned columns, for people. An instance belongs to one thread.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace sample_host::cli {

class Table {
  public:
    explicit Table(std::vector<std::string> headings); // empty headings: no heading line

    // As many cells as there are headings. Cells are made harmless; an empty one is shown as "-".
    void add(const std::vector<std::string> &cells);
    void print(std::ostream &out) const;

  private:
    std::vector<std::vector<std::string>> rows_;
    bool has_headings_;
};

} // namespace sample_host::cli

// An instance belongs to one thread.
#include "cli/table.h"

#include "cli/display_text.h"

#include <algorithm>

namespace sample_host::cli {

Table::Table(std::vector<std::string> headings) : has_headings_(!headings.empty()) {
    if (has_headings_) rows_.push_back(std::move(headings));
}

void Table::add(const std::vector<std::string> &cells) {
    std::vector<std::string> &row = rows_.emplace_back();
    for (const std::string &cell : cells) row.push_back(cell.empty() ? "-" : harmless(cell));
}

void Table::print(std::ostream &out) const {
    std::vector<std::size_t> widths;
    for (const auto &row : rows_) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t column = 0; column < row.size(); ++column) {
            widths[column] = std::max(widths[column], display_width(row[column]));
        }
    }
    for (const auto &row : rows_) {
        std::string line;
        for (std::size_t column = 0; column < row.size(); ++column) {
            line += row[column];
            if (column + 1 < row.size()) line.append(widths[column] - display_width(row[column]) + 2, ' ');
        }
        out << line << '\n';
    }
}

} // namespace sample_host::cli

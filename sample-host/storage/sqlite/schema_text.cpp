// schema_text.cpp - see schema_text.h.
#include "storage/sqlite/schema_text.h"

namespace sample_host::sqlite {

// The remainder is kept from being negative, so that instants before 1970 come out right too.
std::string time_text(const std::string &column) {
    const std::string fraction = "((" + column + " % 1000000 + 1000000) % 1000000)";
    const std::string seconds = "((" + column + " - " + fraction + ") / 1000000)";
    return "strftime('%Y-%m-%dT%H:%M:%S', " + seconds + ", 'unixepoch') || CASE " + fraction +
           " WHEN 0 THEN '' ELSE printf('.%06d', " + fraction + ") END || 'Z' AS " + column;
}

std::string day_text(const std::string &column) {
    return "date(" + column + " * 86400, 'unixepoch') AS " + column;
}

} // namespace sample_host::sqlite

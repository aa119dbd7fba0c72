// Tables of texts that must be refused, with the field and the byte that the error has to name.
#pragma once

#include <string>
#include <vector>

#include "schedule/schedule.h"

namespace schedule_test {

struct Refused {
    std::string text;
    std::string field;
    int position; // the first byte of what is wrong, from 0
};

// Each is refused, for its field, at its position, with a sentence that says what was expected.
void check_refused(const std::vector<Refused> &cases, const gateway_scheduler::schedule::ScheduleOptions &options = {});

} // namespace schedule_test

// What an expression refuses with, so that a table of refusals reads as input and sentence.
#pragma once

#include "json/invalid_input.h"

#include <string>

namespace sample_host::json {

struct Refusal {
    std::string sentence;
    std::string field;
};

template <typename Action>
Refusal refusal_of(Action &&action) {
    try {
        action();
    } catch (const InvalidInput &error) {
        return {error.what(), error.field()};
    }
    return {"nothing was refused", "nothing was refused"};
}

} // namespace sample_host::json

// fault.h - what is thrown inside this folder besides the exceptions of drivers, and caught before the C table returns.
#pragma once

#include <stdexcept>

namespace sample_host::sql {

// An item that can never be carried out. Thrown before anything of the item was written.
struct BadItem : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// A row that somebody else has written so that it cannot be decoded.
struct UnreadableRow : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// A fault in a part of a call of which another part has been carried out. Whatever it is, the caller sends all of it
// again: what was carried out is `already` then, and the fault stands alone.
struct PartlyCarriedOut : std::runtime_error {
    using std::runtime_error::runtime_error;
};

} // namespace sample_host::sql

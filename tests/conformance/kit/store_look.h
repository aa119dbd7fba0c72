// store_look.h - what the kit asks of the store as a whole, before and after the checks. What cannot be answered throws
// Blocked. Thread-safety: one thread.
#pragma once

#include <string>

#include "storage_scene.h"

namespace conformance::kit {

// The first job, or replica that is alive, that no conformance kit has made, as words; empty when there is none.
std::string stranger_in(StoreUnderTest &store);
// Whether the store has neither jobs nor runs nor records.
bool is_empty(StoreUnderTest &store);
// Removes all history that can be removed. For a store that was empty.
void purge_all(StoreUnderTest &store);

} // namespace conformance::kit

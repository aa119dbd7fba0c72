#include "faults/side_by_side.h"

namespace faults {

SideBySide::SideBySide(const sample_host::Plugin &plugin, std::vector<Fate> fates, std::size_t at_once)
    : plugin_(plugin), fates_(std::move(fates)), promises_(fates_.size()) {
    for (std::size_t i = 0; i < fates_.size(); ++i) {
        outcomes_[{fates_[i].hook, fates_[i].fault}] = promises_[i].get_future().share();
    }
    for (std::size_t i = 0; i < at_once; ++i) threads_.emplace_back([this] { play_one_after_another(); });
}

SideBySide::~SideBySide() {
    next_.store(fates_.size()); // what has not begun yet is left out
    for (std::thread &thread : threads_) thread.join();
}

void SideBySide::play_one_after_another() {
    for (std::size_t i = next_.fetch_add(1); i < fates_.size(); i = next_.fetch_add(1)) {
        promises_[i].set_value(play(plugin_, fates_[i]));
    }
}

const Outcome *SideBySide::outcome(const Fate &fate) {
    const auto found = outcomes_.find({fate.hook, fate.fault});
    return found == outcomes_.end() ? nullptr : &found->second.get();
}

} // namespace faults

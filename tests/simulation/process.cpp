#include "process.h"

#include <utility>

namespace simulation {

Process::Process(Timeline &timeline, Random random, std::uint64_t number, std::int64_t drift,
                 std::shared_ptr<Executor> executor)
    : timeline_(timeline),
      number_(number),
      drift_(drift),
      elsewhere_(executor != nullptr),
      executor_(std::move(executor)) {
    if (elsewhere_) return;
    executor_ = std::make_shared<Executor>(timeline, random);
    executor_->lives_in([this](std::function<void()> what) { happen(std::move(what)); });
}

void Process::resume() {
    suspended_ = false;
    while (!postponed_.empty() && alive_ && !suspended_) {
        const auto what = std::move(postponed_.front());
        postponed_.pop_front();
        what();
    }
}

void Process::die() {
    alive_ = false;
    postponed_.clear();
    if (!elsewhere_) executor_->die();
}

} // namespace simulation

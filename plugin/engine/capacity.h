// How much of the host's capacity is in use, in units. What is larger than the whole starts alone. Not thread-safe.
#pragma once

#include <cstdint>

namespace gateway_scheduler::engine {

class Capacity {
  public:
    explicit Capacity(std::int32_t units) : units_(units) {}

    bool fits(std::int32_t units) const { return units == 0 || in_use_ == 0 || in_use_ + units <= units_; }
    void take(std::int32_t units) { in_use_ += units; }
    void give_back(std::int32_t units) { in_use_ -= units; }
    void reset() { in_use_ = 0; }
    std::int64_t in_use() const { return in_use_; }

  private:
    std::int32_t units_;
    std::int64_t in_use_ = 0;
};

} // namespace gateway_scheduler::engine

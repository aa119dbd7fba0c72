// A binary heap of things that each have one deadline, which may be moved or taken out at any time. The things are
// owned by somebody else and must stay at their address while they are in the heap. Not thread-safe.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace gateway_scheduler::engine {

// What a thing in the heap carries. Copies are not in the heap.
template <class Deadline>
struct HeapSlot {
    static constexpr std::size_t kOutside = static_cast<std::size_t>(-1);

    Deadline deadline{};
    std::size_t index = kOutside;

    bool inside() const { return index != kOutside; }
};

template <class Thing, class Deadline, HeapSlot<Deadline> Thing::*Slot>
class DeadlineHeap {
  public:
    bool empty() const { return things_.empty(); }
    Thing &first() const { return *things_.front(); }
    Deadline first_deadline() const { return (things_.front()->*Slot).deadline; }

    void set(Thing &thing, Deadline deadline) {
        HeapSlot<Deadline> &slot = thing.*Slot;
        slot.deadline = deadline;
        if (!slot.inside()) {
            slot.index = things_.size();
            things_.push_back(&thing);
        }
        sink(rise(slot.index));
    }

    void remove(Thing &thing) {
        HeapSlot<Deadline> &slot = thing.*Slot;
        if (!slot.inside()) return;
        const std::size_t hole = slot.index;
        slot.index = HeapSlot<Deadline>::kOutside;
        Thing *last = things_.back();
        things_.pop_back();
        if (last == &thing) return;
        place(*last, hole);
        sink(rise(hole));
    }

  private:
    Deadline deadline(std::size_t index) const { return (things_[index]->*Slot).deadline; }

    void place(Thing &thing, std::size_t index) {
        things_[index] = &thing;
        (thing.*Slot).index = index;
    }

    std::size_t rise(std::size_t index) {
        Thing &thing = *things_[index];
        const Deadline own = (thing.*Slot).deadline;
        while (index > 0 && own < deadline((index - 1) / 2)) {
            place(*things_[(index - 1) / 2], index);
            index = (index - 1) / 2;
        }
        place(thing, index);
        return index;
    }

    void sink(std::size_t index) {
        Thing &thing = *things_[index];
        const Deadline own = (thing.*Slot).deadline;
        for (std::size_t child = 2 * index + 1; child < things_.size(); child = 2 * index + 1) {
            if (child + 1 < things_.size() && deadline(child + 1) < deadline(child)) ++child;
            if (!(deadline(child) < own)) break;
            place(*things_[child], index);
            index = child;
        }
        place(thing, index);
    }

    std::vector<Thing *> things_;
};

} // namespace gateway_scheduler::engine

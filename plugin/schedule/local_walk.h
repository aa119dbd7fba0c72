// From local times to instants: walks the segments of a zone, asks a search for matching local times in each, and
// puts right what changes of the offset do to them.
//
// A fixed-time schedule runs once for each local time: in a gap right after it or not at all, in an overlap as chosen.
// Any other follows elapsed time: each segment for itself, nothing moved, nothing left out.
//
// It remembers the segment it was in last; answers never depend on it. One thread at a time.
#pragma once

#include <algorithm>
#include <optional>

#include "schedule/dst.h"
#include "schedule/fire.h"
#include "schedule/instant.h"
#include "schedule/zone.h"

namespace gateway_scheduler::schedule {

// Search: at_or_after(LocalSeconds) and at_or_before(LocalSeconds), as of PatternSearch.
template <class Search>
class LocalWalk {
  public:
    LocalWalk(const Zone &zone, Search search, bool fixed_time, DstGap gap, DstOverlap overlap)
        : zone_(&zone), search_(search), fixed_time_(fixed_time), gap_(gap), overlap_(overlap) {}

    std::optional<InstantSeconds> at_or_after(InstantSeconds from);
    std::optional<InstantSeconds> at_or_before(InstantSeconds upto);

    // Was this fire moved out of a gap; is it the one of two that runs?
    bool moved(InstantSeconds fire);
    bool twin(InstantSeconds fire);

    // Does a matching local time lie in a gap after `since` and not after `fire`, and nothing runs for it?
    bool skipped_between(InstantSeconds since, InstantSeconds fire);

  private:
    // The segment in which the walk is, and which of its local times count.
    struct Window {
        std::size_t index = 0;
        Segment segment{InstantSeconds::max(), InstantSeconds::min(), {}}; // empty: none is loaded
        LocalSeconds low;                                                  // the first that counts
        LocalSeconds high;                                                 // the first that does not count any more
    };

    static LocalSeconds local(InstantSeconds instant, std::chrono::seconds offset) {
        return LocalSeconds{instant.time_since_epoch() + offset};
    }
    static InstantSeconds instant(LocalSeconds local, std::chrono::seconds offset) {
        return InstantSeconds{local.time_since_epoch() - offset};
    }

    void load(std::size_t index);
    void load_around(InstantSeconds instant) {
        if (instant < window_.segment.begin || instant >= window_.segment.end) load(zone_->segment_at(instant));
    }
    bool matches_in_gap_before(std::size_t index);
    bool begins_with_moved() {
        return fixed_time_ && gap_ == DstGap::run_after && matches_in_gap_before(window_.index);
    }

    const Zone *zone_;
    Search search_;
    bool fixed_time_;
    DstGap gap_;
    DstOverlap overlap_;
    Window window_;
};

template <class Search>
void LocalWalk<Search>::load(std::size_t index) {
    window_.index = index;
    window_.segment = zone_->segment(index);
    const auto [begin, end, offset] = window_.segment;
    window_.low = local(begin, offset);
    window_.high = local(end, offset);
    if (!fixed_time_) return;
    if (overlap_ == DstOverlap::first && index > 0) // seen already, in the segment before
        window_.low = std::max(window_.low, local(begin, zone_->segment(index - 1).offset));
    if (overlap_ == DstOverlap::last && index + 1 < zone_->segment_count()) // comes again, in the next segment
        window_.high = std::min(window_.high, local(end, zone_->segment(index + 1).offset));
}

template <class Search>
bool LocalWalk<Search>::matches_in_gap_before(std::size_t index) {
    if (index == 0) return false;
    const auto [begin, end, offset] = zone_->segment(index);
    const auto match = search_.at_or_after(local(begin, zone_->segment(index - 1).offset));
    return match && *match < local(begin, offset);
}

template <class Search>
std::optional<InstantSeconds> LocalWalk<Search>::at_or_after(InstantSeconds from) {
    load_around(from);
    if (from <= window_.segment.begin && begins_with_moved()) return window_.segment.begin;
    auto searched = std::max(local(from, window_.segment.offset), window_.low);
    auto match = search_.at_or_after(searched);
    while (match) {
        if (*match < window_.high) return instant(*match, window_.segment.offset);
        auto next = window_.index + 1;
        if (next == zone_->segment_count()) return std::nullopt;
        // Between `searched` and the match no local time fires, so segments that show only such are passed over.
        if (zone_->segment(next).begin >= instant(searched, Zone::least_offset))
            next = std::max(next, zone_->segment_at(instant(*match, Zone::largest_offset)));
        load(next);
        const auto begin = local(window_.segment.begin, window_.segment.offset);
        if (*match < begin && begins_with_moved()) return window_.segment.begin;
        if (*match < window_.low || window_.low < searched) match = search_.at_or_after(window_.low);
        searched = window_.low;
    }
    return std::nullopt;
}

template <class Search>
std::optional<InstantSeconds> LocalWalk<Search>::at_or_before(InstantSeconds upto) {
    load_around(upto);
    while (true) {
        const auto [begin, end, offset] = window_.segment;
        const auto searched = std::min(local(upto, offset), window_.high - std::chrono::seconds{1});
        auto reachable = window_.index;
        if (searched >= window_.low) {
            const auto match = search_.at_or_before(searched);
            if (match && *match >= window_.low) return instant(*match, offset);
            // Between the match and `searched` no local time fires: as above.
            if (begin <= instant(searched, Zone::largest_offset))
                reachable = match ? zone_->segment_at(instant(*match, Zone::least_offset)) : 0;
        }
        if (begins_with_moved()) return begin;
        if (window_.index == 0) return std::nullopt;
        load(std::min(window_.index - 1, reachable));
        upto = window_.segment.end - std::chrono::seconds{1};
    }
}

template <class Search>
bool LocalWalk<Search>::moved(InstantSeconds fire) {
    load_around(fire);
    return fire == window_.segment.begin && begins_with_moved();
}

template <class Search>
bool LocalWalk<Search>::twin(InstantSeconds fire) {
    if (!fixed_time_ || overlap_ == DstOverlap::both) return false;
    load_around(fire);
    const auto [begin, end, offset] = window_.segment;
    const auto time = local(fire, offset);
    const auto index = window_.index;
    if (overlap_ == DstOverlap::last) return index > 0 && time < local(begin, zone_->segment(index - 1).offset);
    return index + 1 < zone_->segment_count() && time >= local(end, zone_->segment(index + 1).offset);
}

template <class Search>
bool LocalWalk<Search>::skipped_between(InstantSeconds since, InstantSeconds fire) {
    if (fixed_time_ && gap_ == DstGap::run_after) return false;
    const auto last = zone_->segment_at(fire);
    for (auto index = zone_->segment_at(since) + 1; index <= last; ++index) {
        if (matches_in_gap_before(index)) return true;
    }
    return false;
}

} // namespace gateway_scheduler::schedule

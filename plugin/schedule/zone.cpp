// See zone.h.
#include "schedule/zone.h"

#include <algorithm>
#include <limits>

#include "schedule/posix_footer.h"
#include "schedule/tzif.h"

namespace gateway_scheduler::schedule {
namespace {

using std::chrono::seconds;

// Transitions outside are folded into the first and the last segment. Local times near the ends of the range of
// instants still find theirs.
constexpr InstantSeconds earliest{date::sys_days{first_year / 1 / 1} - date::days{30}};
constexpr InstantSeconds latest{date::sys_days{(last_year + date::years{1}) / 1 / 1} + date::days{30}};

// Stand for "always" without overflowing when an offset is added.
constexpr InstantSeconds before_all{seconds{-(std::int64_t{1} << 40U)}};
constexpr InstantSeconds after_all{seconds{std::int64_t{1} << 40U}};

constexpr unsigned stretch_bits = 24; // half a year: rarely more than two transitions
constexpr std::size_t stretch_count = static_cast<std::size_t>(latest.time_since_epoch().count() >> stretch_bits) + 1;

using Changes = std::vector<TzifTransition>;

// The footer's changes after the last stored one, up to the end of the range of time.
void append_footer(const PosixFooter &footer, Changes &changes) {
    const bool alone = changes.empty();
    const auto after = alone ? before_all : changes.back().at;
    if (!footer.daylight) {
        if (alone) changes.push_back({before_all, footer.standard_offset});
        return;
    }
    if (after >= latest) return;
    const auto &[daylight_offset, start, end] = *footer.daylight;
    const auto from = std::max(date::floor<date::days>(after), date::floor<date::days>(earliest));
    Changes yearly;
    for (auto year = date::year_month_day{from}.year() - date::years{1}; year <= last_year + date::years{1}; ++year) {
        yearly.push_back({InstantSeconds{start.in(year).time_since_epoch() - footer.standard_offset}, daylight_offset});
        yearly.push_back({InstantSeconds{end.in(year).time_since_epoch() - daylight_offset}, footer.standard_offset});
    }
    // Where one year's end meets the next one's start, daylight saving goes on: the later in the list holds.
    std::stable_sort(yearly.begin(), yearly.end(), [](const auto &a, const auto &b) { return a.at < b.at; });
    std::copy_if(yearly.begin(), yearly.end(), std::back_inserter(changes),
                 [&](const auto &change) { return change.at > after; });
}

} // namespace

Result<std::shared_ptr<const Zone>> Zone::parse(std::string name, std::span<const std::byte> tzif_bytes) {
    auto parsed = parse_tzif(name, tzif_bytes);
    if (!parsed) return parsed.error();
    auto content = std::move(parsed).value();
    if (!content.footer.empty()) {
        const auto footer = parse_posix_footer(content.footer);
        if (!footer) return footer.error();
        append_footer(footer.value(), content.transitions);
    }
    std::vector<Change> changes;
    changes.reserve(content.transitions.size());
    for (const auto &[at, offset] : content.transitions) changes.push_back({at, offset});
    return std::shared_ptr<const Zone>(new Zone(std::move(name), content.initial_offset, changes));
}

std::shared_ptr<const Zone> Zone::utc() {
    static const std::shared_ptr<const Zone> shared(new Zone("UTC", seconds{0}, {}));
    return shared;
}

Zone::Zone(std::string name, seconds initial_offset, const std::vector<Change> &changes) : name_(std::move(name)) {
    begins_.push_back(before_all);
    offsets_.push_back(static_cast<std::int32_t>(initial_offset.count()));
    for (const auto &[at, offset] : changes) {
        const auto count = static_cast<std::int32_t>(offset.count());
        if (at >= latest) break;
        if (at <= earliest || at == begins_.back()) {
            offsets_.back() = count;
        } else {
            begins_.push_back(at);
            offsets_.push_back(count);
        }
        if (offsets_.size() > 1 && offsets_[offsets_.size() - 2] == offsets_.back()) { // no change after all
            begins_.pop_back();
            offsets_.pop_back();
        }
    }
    for (std::size_t stretch = 0; stretch <= stretch_count; ++stretch) {
        const InstantSeconds start{seconds{static_cast<std::int64_t>(stretch) << stretch_bits}};
        const auto later = std::upper_bound(begins_.begin(), begins_.end(), start);
        index_.push_back(static_cast<std::uint32_t>(later - begins_.begin() - 1));
    }
}

std::size_t Zone::segment_at(InstantSeconds instant) const {
    const auto count = std::clamp(instant, earliest, latest).time_since_epoch().count();
    const auto stretch = static_cast<std::size_t>(std::max<std::int64_t>(count, 0) >> stretch_bits);
    std::size_t segment = count < 0 ? 0 : index_[stretch];
    const std::size_t last = index_[stretch + 1];
    while (segment < last && begins_[segment + 1] <= instant) ++segment; // rarely more than two
    return segment;
}

Segment Zone::segment(std::size_t index) const {
    return {begins_[index], index + 1 < begins_.size() ? begins_[index + 1] : after_all, seconds{offsets_[index]}};
}

seconds Zone::offset_at(Instant instant) const {
    return seconds{offsets_[segment_at(std::chrono::floor<seconds>(instant))]};
}

LocalTime Zone::to_local(Instant instant) const {
    return LocalTime{instant.time_since_epoch() + offset_at(instant)};
}

Resolved Zone::from_local(LocalTime local) const {
    const Instant as_if_utc{local.time_since_epoch()};
    const auto whole = std::chrono::floor<seconds>(as_if_utc);
    std::size_t index = segment_at(whole - largest_offset);
    const std::size_t last = segment_at(whole - least_offset);
    Instant gap_end = as_if_utc - seconds{offsets_[index]};
    for (; index <= last; ++index) {
        const auto [begin, end, offset] = segment(index);
        const auto instant = as_if_utc - offset;
        if (instant < begin) { // the segment before ended earlier: nothing shows this local time
            gap_end = begin;
            break;
        }
        if (instant >= end) continue;
        if (index < last) {
            const auto again = as_if_utc - seconds{offsets_[index + 1]};
            if (again >= begins_[index + 1] && again < segment(index + 1).end)
                return {Resolved::Kind::overlap, instant, again};
        }
        return {Resolved::Kind::unique, instant, instant};
    }
    return {Resolved::Kind::gap, gap_end, gap_end};
}

} // namespace gateway_scheduler::schedule

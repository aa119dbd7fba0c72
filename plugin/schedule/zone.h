// An IANA time zone: which offset from UTC holds when. Read from the bytes of a TZif file (RFC 8536) with its POSIX
// footer, which is written out up to the end of the range of time. Immutable, shared by all schedules that use it;
// any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "schedule/error.h"
#include "schedule/instant.h"

namespace gateway_scheduler::schedule {

// A stretch of time with one offset: [begin, end).
struct Segment {
    InstantSeconds begin;
    InstantSeconds end;
    std::chrono::seconds offset; // east of UTC
};

// What a local time means.
struct Resolved {
    enum class Kind { unique, gap, overlap };
    Kind kind;
    Instant first; // unique: the instant; gap: the first instant after it; overlap: the earlier of the two
    Instant last;  // overlap: the later of the two; else the same as first
};

class Zone {
  public:
    // Offsets lie strictly within these bounds (RFC 8536, 3.2).
    static constexpr std::chrono::seconds least_offset{-90'000};
    static constexpr std::chrono::seconds largest_offset{93'600};

    static Result<std::shared_ptr<const Zone>> parse(std::string name, std::span<const std::byte> tzif_bytes);
    static std::shared_ptr<const Zone> utc();

    const std::string &name() const { return name_; }

    // These know the years 1970 to 2199; instants outside have the offset of the nearest one inside.
    std::chrono::seconds offset_at(Instant instant) const;
    LocalTime to_local(Instant instant) const;
    Resolved from_local(LocalTime local) const;

    // Segments are numbered by time; neighbours always differ in their offset.
    std::size_t segment_count() const { return begins_.size(); }
    std::size_t segment_at(InstantSeconds instant) const;
    Segment segment(std::size_t index) const;

  private:
    struct Change {
        InstantSeconds at;
        std::chrono::seconds offset;
    };

    Zone(std::string name, std::chrono::seconds initial_offset, const std::vector<Change> &changes);

    std::string name_;
    std::vector<InstantSeconds> begins_; // [0] is before everything
    std::vector<std::int32_t> offsets_;  // in seconds, beside begins_
    std::vector<std::uint32_t> index_;   // segment at the start of each stretch of 2^24 seconds since 1970
};

// IANA's rules for names, to be asked before a name becomes a path: no "..", no leading slash, nothing but letters,
// digits and `_+-./`, at most 255 bytes.
Result<std::monostate> check_zone_name(std::string_view name);

} // namespace gateway_scheduler::schedule

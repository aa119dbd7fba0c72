// See tzif.h. Nothing in the file is believed: each count is held against the bytes that are there.
#include "schedule/tzif.h"

#include <array>
#include <cstdint>
#include <optional>

#include "schedule/text.h"
#include "schedule/zone.h"

namespace gateway_scheduler::schedule {
namespace {

using std::chrono::seconds;
using Bytes = std::span<const std::byte>;

constexpr std::size_t header_size = 44;
constexpr std::size_t type_size = 6;

std::int64_t big_endian(Bytes bytes) { // 4 or 8 bytes, two's complement
    std::uint64_t value = (std::to_integer<unsigned>(bytes[0]) & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
    for (const std::byte byte : bytes) value = (value << 8U) | std::to_integer<std::uint64_t>(byte);
    return static_cast<std::int64_t>(value);
}

struct Header {
    char version;
    std::size_t ut_indicators;
    std::size_t standard_indicators;
    std::size_t leap_seconds;
    std::size_t transitions;
    std::size_t types;
    std::size_t characters;

    // Of the data block that follows; the counts are 32 bits wide, so this cannot overflow.
    std::size_t block_size(std::size_t time_size) const {
        return transitions * (time_size + 1) + types * type_size + characters + leap_seconds * (time_size + 4) +
               standard_indicators + ut_indicators;
    }
};

class Reader {
  public:
    Reader(std::string_view name, Bytes bytes) : name_(name), rest_(bytes) {}

    Result<TzifContent> read();

  private:
    Error bad(const std::string &what) const {
        return {"zone", -1, "the file of zone " + quoted(name_) + " " + what + "; expected a TZif file (RFC 8536)"};
    }

    Bytes take(std::size_t size) {
        const auto taken = rest_.first(size);
        rest_ = rest_.subspan(size);
        return taken;
    }

    std::optional<Header> header();
    Result<TzifContent> block(const Header &header, std::size_t time_size);
    Result<std::vector<seconds>> offsets(const Header &header, Bytes types) const;
    Result<std::string> footer();

    std::string_view name_;
    Bytes rest_;
};

std::optional<Header> Reader::header() {
    if (rest_.size() < header_size) return std::nullopt;
    const auto bytes = take(header_size);
    constexpr std::array<char, 4> magic{'T', 'Z', 'i', 'f'};
    for (std::size_t i = 0; i < magic.size(); ++i) {
        if (static_cast<char>(bytes[i]) != magic[i]) return std::nullopt;
    }
    const auto count = [&](std::size_t offset) {
        return static_cast<std::size_t>(static_cast<std::uint32_t>(big_endian(bytes.subspan(offset, 4))));
    };
    return Header{static_cast<char>(bytes[4]), count(20), count(24), count(28), count(32), count(36), count(40)};
}

Result<TzifContent> Reader::read() {
    const auto first = header();
    if (!first) return bad("does not begin with a TZif header");
    if (first->version == '\0') {
        auto content = block(*first, 4);
        if (content && !rest_.empty()) return bad("goes on after its data");
        return content;
    }
    // Versions above 4 are to be read as 4 (RFC 9636, 3.1).
    if (first->version < '2' || first->version > '9') return bad("has an unknown version");

    // Version 2 and up: the first block is for old readers, the truth is in the second.
    const auto skipped = first->block_size(4);
    if (rest_.size() < skipped) return bad("is cut off in its first data block");
    take(skipped);
    const auto second = header();
    if (!second) return bad("has no second header");
    auto content = block(*second, 8);
    if (!content) return content;
    auto text = footer();
    if (!text) return text.error();
    auto result = std::move(content).value();
    result.footer = std::move(text).value();
    return result;
}

Result<TzifContent> Reader::block(const Header &header, std::size_t time_size) {
    if (rest_.size() < header.block_size(time_size)) return bad("is cut off in its data");
    if (header.types == 0 || header.characters == 0) return bad("describes no local time");
    if (header.leap_seconds != 0) return bad("counts leap seconds, which UTC clocks here do not");
    const auto times = take(header.transitions * time_size);
    const auto indices = take(header.transitions);
    const auto types = offsets(header, take(header.types * type_size));
    take(header.characters + header.standard_indicators + header.ut_indicators);
    if (!types) return types.error();

    TzifContent content{types.value().front(), {}, {}};
    content.transitions.reserve(header.transitions);
    for (std::size_t i = 0; i < header.transitions; ++i) {
        const InstantSeconds at{seconds{big_endian(times.subspan(i * time_size, time_size))}};
        const auto type = std::to_integer<std::size_t>(indices[i]);
        if (type >= types.value().size()) return bad("names a local time type that it does not describe");
        if (i > 0 && at <= content.transitions.back().at) return bad("has transitions that are out of order");
        content.transitions.push_back({at, types.value()[type]});
    }
    return content;
}

Result<std::vector<seconds>> Reader::offsets(const Header &header, Bytes types) const {
    std::vector<seconds> result;
    for (std::size_t i = 0; i < header.types; ++i) {
        const auto type = types.subspan(i * type_size, type_size);
        const seconds offset{big_endian(type.first(4))};
        if (offset <= Zone::least_offset || offset >= Zone::largest_offset)
            return bad("has an offset of more than a day");
        if (std::to_integer<unsigned>(type[4]) > 1) return bad("has a daylight saving mark other than 0 and 1");
        if (std::to_integer<std::size_t>(type[5]) >= header.characters) return bad("has a name outside its names");
        result.push_back(offset);
    }
    return result;
}

Result<std::string> Reader::footer() {
    const auto is_newline = [](std::byte byte) { return byte == std::byte{'\n'}; };
    if (rest_.size() < 2 || !is_newline(rest_.front()) || !is_newline(rest_.back()))
        return bad("has no footer between newlines");
    std::string text;
    for (const std::byte byte : rest_.subspan(1, rest_.size() - 2)) {
        if (is_newline(byte)) return bad("goes on after its footer");
        text += static_cast<char>(byte);
    }
    return text;
}

} // namespace

Result<TzifContent> parse_tzif(std::string_view name, Bytes bytes) {
    return Reader(name, bytes).read();
}

} // namespace gateway_scheduler::schedule

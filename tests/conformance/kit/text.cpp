// text.cpp - see text.h.
#include "text.h"

#include <array>
#include <cstdio>
#include <cstring>
#include <span>

namespace conformance::kit {

namespace {

struct Name {
    std::int32_t value;
    const char *name;
};

std::string name_among(std::span<const Name> names, std::int32_t value, const char *kind) {
    for (const Name &name : names) {
        if (name.value == value) return name.name;
    }
    return std::to_string(value) + ", which is no " + kind;
}

// How many bytes the character at the beginning has; 0: it is none.
std::size_t character_size(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    if (byte(0) < 0x80) return 1;
    const std::size_t size = byte(0) >= 0xf0 ? 4 : byte(0) >= 0xe0 ? 3 : 2;
    if (byte(0) < 0xc2 || byte(0) > 0xf4 || text.size() < size) return 0;
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xc0) != 0x80) return 0;
    }
    if (byte(0) == 0xe0 && byte(1) < 0xa0) return 0; // longer than need be
    if (byte(0) == 0xed && byte(1) > 0x9f) return 0; // half of a surrogate pair
    if (byte(0) == 0xf0 && byte(1) < 0x90) return 0;
    if (byte(0) == 0xf4 && byte(1) > 0x8f) return 0; // beyond the last plane
    return size;
}

} // namespace

std::string status_name(std::int32_t status) {
    static constexpr std::array names{
        Name{0, "GS_OK"},           Name{1, "GS_INVALID"},     Name{2, "GS_NOT_FOUND"},     Name{3, "GS_CONFLICT"},
        Name{4, "GS_REFUSED"},      Name{5, "GS_UNAVAILABLE"}, Name{6, "GS_FAILED"},        Name{7, "GS_DOUBTFUL"},
        Name{8, "GS_REENTRANT"},    Name{9, "GS_NOT_RUNNING"}, Name{10, "GS_STILL_INSIDE"}, Name{11, "GS_INCOMPATIBLE"},
        Name{12, "GS_UNSUPPORTED"}, Name{13, "GS_STALE"},      Name{14, "GS_ALREADY"},      Name{15, "GS_BUSY"}};
    return name_among(names, status, "GS_* status");
}

std::string item_outcome_name(std::int32_t value) {
    static constexpr std::array names{Name{1, "done"},    Name{2, "already"}, Name{3, "conflict"},
                                      Name{4, "stale"},   Name{5, "busy"},    Name{6, "early"},
                                      Name{7, "refused"}, Name{8, "gone"},    Name{9, "bad"}};
    return name_among(names, value, "GS_ITEM_*");
}

std::string state_name(std::int32_t value) {
    static constexpr std::array names{Name{1, "claimed"}, Name{2, "running"}, Name{4, "waiting"}, Name{8, "closed"}};
    return name_among(names, value, "GS_STATE_*");
}

std::string outcome_name(std::int32_t value) {
    static constexpr std::array names{Name{0, "none"},      Name{1, "succeeded"}, Name{2, "failed"},
                                      Name{3, "timed_out"}, Name{4, "canceled"},  Name{5, "lost"},
                                      Name{6, "rejected"},  Name{7, "skipped"},   Name{8, "expired"}};
    return name_among(names, value, "GS_OUTCOME_*");
}

std::string result_name(std::int32_t value) {
    static constexpr std::array names{Name{1, "succeeded"}, Name{2, "failed"}, Name{3, "failed temporarily"},
                                      Name{4, "canceled"},  Name{5, "busy"},   Name{6, "rejected"}};
    return name_among(names, value, "GS_RESULT_*");
}

std::string attempt_state_name(std::int32_t value) {
    static constexpr std::array names{Name{1, "going"}, Name{2, "ended"}, Name{3, "never started"}, Name{4, "unknown"}};
    return name_among(names, value, "GS_ATTEMPT_*");
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t size = character_size(text);
        if (size == 0) return false;
        text.remove_prefix(size);
    }
    return true;
}

std::string printable(std::string_view text) {
    std::string shown;
    while (!text.empty()) {
        const auto first = static_cast<unsigned char>(text.front());
        std::size_t size = character_size(text);
        if (size == 0 || first < 0x20 || first == 0x7f) {
            std::array<char, 5> escaped{};
            std::snprintf(escaped.data(), escaped.size(), "\\x%02x", static_cast<unsigned>(first));
            shown += escaped.data();
            size = 1;
        } else {
            shown += text.substr(0, size);
        }
        text.remove_prefix(size);
    }
    return shown;
}

std::string said(const gs_error &error) {
    return printable({error.text, ::strnlen(error.text, sizeof error.text)});
}

std::string every_plane() {
    std::string text;
    for (std::uint32_t plane = 0; plane <= 16; ++plane) {
        const std::uint32_t code = plane * 0x10000 + 0xfffd;
        if (plane == 0) {
            text += "\xef\xbf\xbd";
            continue;
        }
        text += static_cast<char>(0xf0 | code >> 18);
        text += static_cast<char>(0x80 | (code >> 12 & 0x3f));
        text += static_cast<char>(0x80 | (code >> 6 & 0x3f));
        text += static_cast<char>(0x80 | (code & 0x3f));
    }
    return text;
}

std::string every_byte() {
    std::string bytes;
    for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
    return bytes;
}

} // namespace conformance::kit

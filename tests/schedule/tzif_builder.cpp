// See tzif_builder.h.
#include "tzif_builder.h"

namespace schedule_test {
namespace {

class Bytes {
  public:
    void number(std::int64_t value, unsigned size) {
        for (unsigned i = size; i-- > 0;)
            bytes_.push_back(static_cast<std::byte>(static_cast<std::uint64_t>(value) >> (8 * i)));
    }
    void text(std::string_view text) {
        for (const char c : text) bytes_.push_back(static_cast<std::byte>(c));
    }
    std::vector<std::byte> take() { return std::move(bytes_); }

  private:
    std::vector<std::byte> bytes_;
};

void append_header(Bytes &bytes, const TzifBuilder &tzif) {
    bytes.text("TZif");
    bytes.number(tzif.version, 1);
    bytes.text(std::string(15, '\0'));
    bytes.number(0, 4);
    bytes.number(0, 4);
    bytes.number(tzif.leap_seconds, 4);
    bytes.number(static_cast<std::int64_t>(tzif.transitions.size()), 4);
    bytes.number(static_cast<std::int64_t>(tzif.types.size()), 4);
    bytes.number(static_cast<std::int64_t>(tzif.names.size()), 4);
}

void append_block(Bytes &bytes, const TzifBuilder &tzif, unsigned time_size) {
    append_header(bytes, tzif);
    for (const auto &transition : tzif.transitions) bytes.number(transition.at, time_size);
    for (const auto &transition : tzif.transitions) bytes.number(transition.type, 1);
    for (const auto &type : tzif.types) {
        bytes.number(type.offset, 4);
        bytes.number(type.daylight, 1);
        bytes.number(type.name, 1);
    }
    bytes.text(tzif.names);
    for (std::uint32_t i = 0; i < tzif.leap_seconds; ++i) {
        bytes.number(78'796'800 + i, time_size);
        bytes.number(i + 1, 4);
    }
}

} // namespace

std::vector<std::byte> TzifBuilder::build() const {
    Bytes bytes;
    if (version == '\0') {
        append_block(bytes, *this, 4);
        return bytes.take();
    }
    TzifBuilder old; // the first block says as little as it may
    old.version = version;
    append_block(bytes, old, 4);
    append_block(bytes, *this, 8);
    bytes.text("\n" + footer + "\n");
    return bytes.take();
}

} // namespace schedule_test

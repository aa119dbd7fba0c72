// Prints what the zone reader has made of a directory's files, for zones.py to judge. Reads names from standard input,
// one a line, and answers each with one line: the name, the offset at the start of 1970, then each change up to 2199 as
// instant:offset, all in seconds; or the name, "!" and why the file is refused.
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include "schedule/instant.h"
#include "schedule/zone.h"

namespace {

using gateway_scheduler::schedule::end_instant;
using gateway_scheduler::schedule::InstantSeconds;
using gateway_scheduler::schedule::Zone;

void print(const Zone &zone) {
    const InstantSeconds begin{};
    std::cout << ' ' << zone.offset_at(begin).count();
    for (std::size_t i = zone.segment_at(begin) + 1; i < zone.segment_count(); ++i) {
        const auto segment = zone.segment(i);
        if (segment.begin >= end_instant) break;
        std::cout << ' ' << segment.begin.time_since_epoch().count() << ':' << segment.offset.count();
    }
}

} // namespace

int main(int count, char **arguments) {
    if (count != 2) {
        std::cerr << "usage: zone_changes DIRECTORY\n";
        return 2;
    }
    const std::string directory = arguments[1];
    for (std::string name; std::getline(std::cin, name);) {
        std::ifstream file(directory + "/" + name, std::ios::binary);
        const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
        const auto zone = Zone::parse(name, std::as_bytes(std::span(bytes)));
        std::cout << name;
        if (zone) {
            print(*zone.value());
        } else {
            std::cout << " ! " << zone.error().text;
        }
        std::cout << '\n';
    }
    return std::cout ? 0 : 1;
}

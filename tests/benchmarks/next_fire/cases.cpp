// See cases.h.
#include "cases.h"

#include <fstream>
#include <iostream>
#include <iterator>
#include <span>
#include <stdexcept>

namespace next_fire {
namespace {

std::ifstream open(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path);
    return file;
}

schedule::Instant instant(const nlohmann::json &seconds) {
    return schedule::Instant{std::chrono::seconds{seconds.get<std::int64_t>()}};
}

} // namespace

Cases read_cases(const std::string &path) {
    auto file = open(path);
    const auto json = nlohmann::json::parse(file);
    Cases cases;
    json.at("zones").get_to(cases.zones);
    json.at("common").get_to(cases.patterns);
    for (const auto &pattern : json.at("others")) cases.patterns.push_back(pattern);
    json.at("cliffs").get_to(cases.cliffs);
    json.at("cliff_zones").get_to(cases.cliff_zones);
    json.at("impossible").get_to(cases.impossible);
    json.at("parse_zone").get_to(cases.parse_zone);
    json.at("compared").get_to(cases.compared);
    const auto &forward = json.at("forward");
    cases.from = instant(forward.at("from"));
    cases.until = instant(forward.at("until"));
    forward.at("fires").get_to(cases.fires);
    for (const auto &drawn : json.at("random").at("instants")) cases.instants.push_back(instant(drawn));
    return cases;
}

std::vector<std::byte> zone_bytes(const std::string &name) {
    auto file = open("/usr/share/zoneinfo/" + name);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

Zones read_zones(const Cases &cases) {
    Zones zones;
    for (const auto &name : cases.zones) {
        auto zone = schedule::Zone::parse(name, zone_bytes(name));
        if (!zone) throw std::runtime_error(zone.error().text);
        zones.emplace(name, std::move(zone).value());
    }
    return zones;
}

void print(const std::string &mode, const std::string &zone, const std::string &pattern, nlohmann::json figures) {
    figures["library"] = "gateway-scheduler";
    figures["version"] = GS_VERSION;
    figures["mode"] = mode;
    figures["zone"] = zone;
    figures["pattern"] = pattern;
    std::cout << figures.dump() << '\n';
}

} // namespace next_fire

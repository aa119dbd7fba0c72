#include "played_looks.h"

namespace engine_test {

namespace {

Lines told_steps(const Look &look) {
    if (const auto *claim = std::get_if<LookClaim>(&look)) {
        Lines lines;
        if (claim->merged) lines.push_back(told(*claim->merged));
        lines.push_back("run " + clock_text(claim->due));
        return lines;
    }
    if (const auto *pass = std::get_if<LookPass>(&look)) return {told(pass->disposed)};
    const auto *later = std::get_if<LookLater>(&look);
    return {later ? "then " + clock_text(later->at) : "then never"};
}

} // namespace

Lines play(const Definition &definition, const std::string &next_fire, const std::string &now) {
    simulation::Zones zones;
    const Timetable times = make_timetable(definition, zones).value();
    JobRow row;
    row.definition = std::make_shared<const Definition>(definition);
    row.next_fire = at(next_fire);
    Lines lines;
    for (int steps = 0; steps < 1000; ++steps) {
        row.fire_at = row.look_at = times->fire_at(row.next_fire, row.fires);
        const Look step = look(row, *times, at(now), 1min);
        for (const std::string &line : told_steps(step)) lines.push_back(line);
        if (const auto *claim = std::get_if<LookClaim>(&step)) {
            row.cursor = claim->due;
            row.next_fire = claim->next;
            ++row.fires;
        } else if (const auto *pass = std::get_if<LookPass>(&step)) {
            row.cursor = pass->disposed.last;
            row.next_fire = pass->next;
        } else {
            return lines;
        }
    }
    lines.emplace_back("and so on, without end");
    return lines;
}

} // namespace engine_test

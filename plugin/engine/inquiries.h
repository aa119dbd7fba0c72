// Questions about one instant of a job, each a few reads and one answer. Nothing is written. Not thread-safe.
#pragma once

#include "engine/core.h"
#include "engine/job_answer.h"
#include "engine/jobs.h"
#include "schedule/explain.h"

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace gateway_scheduler::engine {

class Inquiries {
  public:
    Inquiries(Core &core, const Jobs &jobs) : core_(core), jobs_(jobs) {}

    void submit(CommandId id, ExplainCommand command, Moment deadline);
    void joined(); // those that came before may be looked into now
    void read(CommandId id, const Read &read, const StorageAnswer &answer);
    void tick(std::optional<Moment> storage_failing_since);
    void end_all(const std::string &why);

    std::optional<Moment> next_wake() const;

  private:
    struct Inquiry {
        CommandId id = 0;
        ExplainCommand command;
        Moment deadline{};
        bool begun = false;
        Evidence evidence;
        std::optional<schedule::Explanation> asked;
        int reads = 0; // that are not answered yet
        bool named_asked = false;
    };

    void begin(Inquiry &inquiry);
    void ask(Inquiry &inquiry, Read read);
    void take(Inquiry &inquiry, const Read &read, const StorageAnswer &answer);
    bool understand(Inquiry &inquiry, const StorageAnswer &answer);
    void ask_for_history(Inquiry &inquiry);
    void ask_for_named(Inquiry &inquiry);
    void answer(Inquiry &inquiry);
    void refuse(Inquiry &inquiry, CommandStatus status, std::string text);
    void reply(Inquiry &inquiry, Reply reply);
    void sweep();

    Core &core_;
    const Jobs &jobs_;
    std::optional<Moment> storage_failing_since_;
    std::unordered_map<CommandId, std::unique_ptr<Inquiry>> inquiries_;
    std::vector<CommandId> over_;
};

} // namespace gateway_scheduler::engine

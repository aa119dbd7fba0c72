// A job's definition at the door: what a client says, checked and copied; and lent out again. Any thread.
#pragma once

#include "engine/definition.h"
#include "engine/validate.h"

#include <gateway_scheduler/job.h>

#include <optional>
#include <vector>

namespace gateway_scheduler::abi {

// Copies the strings and numbers as they are; none when an enumeration or a size makes no sense (a bad row).
std::optional<engine::Definition> copy_definition(const gs_job *job);

// What is wrong with a client's job, before it is copied: sizes, UTF-8, control characters, unknown values. `text` and
// `field` are set then.
std::optional<engine::Refusal> check_job(const gs_job *job);

// A definition as the contract's struct. It borrows from the definition; the labels and calendars are its own.
class LentDefinition {
  public:
    explicit LentDefinition(const engine::Definition &definition);
    LentDefinition(const LentDefinition &) = delete;
    LentDefinition &operator=(const LentDefinition &) = delete;

    const gs_job *get() const { return &job_; }
    void set_payload(std::string_view payload);

  private:
    std::vector<gs_label> labels_;
    std::vector<gs_string> calendars_;
    gs_job job_;
};

void init_job(gs_job *job);

} // namespace gateway_scheduler::abi

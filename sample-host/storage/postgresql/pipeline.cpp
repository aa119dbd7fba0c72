// pipeline.cpp - see pipeline.h.
#include "storage/postgresql/pipeline.h"

#include <utility>

namespace sample_host::postgresql {

void Pipeline::execute() {
    session_.begin_pipeline();
    for (const Part &part : parts_) {
        if (part.statement == nullptr) {
            session_.send(part.command);
        } else {
            part.statement->send();
        }
    }
    std::vector<Result> results = session_.end_pipeline(parts_.size());
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        if (parts_[i].statement != nullptr) parts_[i].statement->take(std::move(results[i]));
    }
}

} // namespace sample_host::postgresql

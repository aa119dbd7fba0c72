// The items of one batch as the contract's structs. They borrow from the engine's items, which outlive them.
#pragma once

#include "abi/rows.h"
#include "engine/storage_request.h"

#include <gateway_scheduler/storage_item.h>

#include <deque>
#include <optional>
#include <vector>

namespace gateway_scheduler::abi {

// One lent item, with what it points to.
struct LentPut {
    explicit LentPut(const engine::PutJob &put);
    LentJobRow row;
    gs_record record;
    gs_put_job item;
};
struct LentRemove {
    explicit LentRemove(const engine::RemoveJob &remove);
    gs_record record;
    gs_remove_job item;
};
struct LentDisable {
    explicit LentDisable(const engine::DisableJob &disable);
    gs_record record;
    gs_disable_job item;
};
struct LentClaim {
    explicit LentClaim(const engine::Claim &claim);
    gs_record record;
    gs_claim item;
};
struct LentPass {
    explicit LentPass(const engine::Pass &pass);
    gs_record record;
    gs_pass item;
};
struct LentBegin {
    explicit LentBegin(const engine::Begin &begin);
    gs_begin item;
};
struct LentUpdate {
    explicit LentUpdate(const engine::Update &update);
    gs_update item;
};
struct LentAskCancel {
    explicit LentAskCancel(const engine::AskCancel &ask);
    gs_ask_cancel item;
};
struct LentAnnounced {
    explicit LentAnnounced(const engine::RecordAnnounced &announced);
    gs_id item;
};

// A batch of one kind: the structs at fixed addresses, and the array of pointers that the contract wants.
template <class Lent, class Ours>
class LentBatch {
  public:
    explicit LentBatch(const std::vector<engine::WriteItem> &items) {
        for (const engine::WriteItem &item : items) {
            pointers_.push_back(&lent_.emplace_back(std::get<Ours>(item)).item);
        }
    }

    const auto *data() const { return pointers_.data(); }
    std::uint32_t size() const { return static_cast<std::uint32_t>(pointers_.size()); }

  private:
    std::deque<Lent> lent_;
    std::vector<const decltype(Lent::item) *> pointers_;
};

} // namespace gateway_scheduler::abi

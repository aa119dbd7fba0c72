// id_text.h - identifiers as people and the database see them: lower-case UUID text.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gateway_scheduler/abi.h>

namespace sample_host::sql {

std::string id_text(const gs_id &id);
std::optional<gs_id> parse_id(std::string_view text);     // nullopt: not the text of an id
std::string id_list(const std::vector<std::string> &ids); // of such texts, for {among ?1} of phrases.h
bool is_none(const gs_id &id);
bool same_id(const gs_id &left, const gs_id &right);

} // namespace sample_host::sql

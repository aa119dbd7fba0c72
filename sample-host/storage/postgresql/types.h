// types.h - PostgreSQL's types by their fixed numbers (pg_type.dat).
#pragma once

#include <cstdint>

namespace sample_host::postgresql {

enum Type : std::uint32_t {
    type_bool = 16,
    type_bytea = 17,
    type_int8 = 20,
    type_int2 = 21,
    type_int4 = 23,
    type_text = 25,
    type_uuid = 2950,
    type_jsonb = 3802
};

} // namespace sample_host::postgresql

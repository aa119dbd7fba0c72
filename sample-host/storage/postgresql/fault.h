// fault.h - what the server, or the way to it, has refused.
#pragma once

#include <stdexcept>
#include <string>

#include <libpq-fe.h>

namespace sample_host::postgresql {

struct Fault : std::runtime_error {
    Fault(const std::string &sentence, std::string sqlstate)
        : std::runtime_error(sentence), state(std::move(sqlstate)) {}

    std::string state; // SQLSTATE; empty: the server was not reached, or is gone
};

// What the connection says of itself, on one line.
Fault connection_fault(const PGconn *connection, const std::string &about);

// The same statement may go through later: no connection, a deadlock, a lock or statement that took too long, a server
// that is short of something, tables that are damaged or not there. Not so: a value that the database cannot take.
bool may_pass(const Fault &fault);

} // namespace sample_host::postgresql

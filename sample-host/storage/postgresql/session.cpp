// session.cpp - see session.h.
#include "storage/postgresql/session.h"

#include <array>
#include <exception>
#include <string_view>

#include "storage/postgresql/fault.h"

namespace sample_host::postgresql {

namespace {

// Shorter than the half minute that a storage call may take, all together. Whoever has set them, in the address, for
// the role or for the database, keeps what was set.
constexpr const char *settings =
    "SET client_min_messages = warning; "
    // Every statement has an index that it is meant for. Plans are kept for as long as a connection is open, and one
    // that was made while a table was empty would read it from end to end ever after.
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off; "
    "SELECT set_config(name, wanted, false) FROM (VALUES ('statement_timeout', '20s', '0'), ('lock_timeout', '10s', "
    "'0'), ('idle_in_transaction_session_timeout', '30s', '0'), "
    // What was answered as done is on the server's disk, or on more than that.
    "('synchronous_commit', 'on', 'off')) AS setting (name, wanted, otherwise) WHERE current_setting(name) = otherwise";

std::string sentence_of(const PGresult *result) {
    const char *text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *detail = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL);
    std::string sentence = text == nullptr ? PQresultErrorMessage(result) : text;
    if (detail != nullptr) sentence += std::string(" (") + detail + ")";
    return sentence;
}

std::string taken_over(char *made, const PGconn *connection, const std::string &what) {
    if (made == nullptr) throw connection_fault(connection, "the name " + what + " cannot be used");
    std::string text = made;
    PQfreemem(made);
    return text;
}

struct FreeOptions {
    void operator()(PQconninfoOption *options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;

Options parsed(const std::string &url) { // null: it cannot be read
    return Options(PQconninfoParse(url.c_str(), nullptr));
}

// Parameters as libpq wants them: three arrays side by side.
struct Arrays {
    explicit Arrays(const std::vector<Parameter> &parameters) {
        for (const Parameter &parameter : parameters) {
            values.push_back(parameter.data);
            sizes.push_back(parameter.size);
            formats.push_back(parameter.binary ? 1 : 0);
        }
    }

    int count() const { return static_cast<int>(values.size()); }

    std::vector<const char *> values;
    std::vector<int> sizes;
    std::vector<int> formats;
};

} // namespace

std::string shown_address(const std::string &url) {
    const Options options = parsed(url);
    const auto value = [&options](std::string_view name, const std::string &before, const std::string &otherwise) {
        for (const PQconninfoOption *option = options.get(); option != nullptr && option->keyword != nullptr;
             ++option) {
            if (option->keyword == name && option->val != nullptr && *option->val != '\0') return before + option->val;
        }
        return otherwise;
    };
    const std::string user = value("user", "", "");
    return "postgresql://" + (user.empty() ? "" : user + "@") + value("host", "", "") + value("port", ":", "") + "/" +
           value("dbname", "", "");
}

Session::Session(const Place &place) {
    // libpq would say what it stumbled over, which may be the password.
    if (!parsed(place.url)) {
        throw Fault(
            "the database's address cannot be read: expected postgresql://USER@HOST:PORT/DATABASE, with what is "
            "special in a name or password written as %XX",
            "");
    }
    // What the address says goes before what stands in front of it here. A server that has vanished is noticed within
    // twenty seconds, whatever was sent or is waited for.
    const std::array<const char *, 9> names{"connect_timeout",
                                            "fallback_application_name",
                                            "keepalives_idle",
                                            "keepalives_interval",
                                            "keepalives_count",
                                            "tcp_user_timeout",
                                            "dbname",
                                            "client_encoding",
                                            nullptr};
    const std::array<const char *, 9> values{"5",     "gateway-scheduler", "10",   "5",    "2",
                                             "20000", place.url.c_str(),   "UTF8", nullptr};
    connection_.reset(PQconnectdbParams(names.data(), values.data(), 1));
    if (PQstatus(connection_.get()) != CONNECTION_OK) {
        throw connection_fault(connection_.get(), "the database cannot be reached");
    }
    PQsetNoticeProcessor(
        connection_.get(), [](void *, const char *) {}, nullptr); // faults say it, on one line
    execute(settings);
    execute("SET search_path = " + quoted(place.schema));
}

Result Session::checked(PGresult *raw) {
    Result result(raw);
    if (raw == nullptr) throw connection_fault(connection_.get(), "the database does not answer");
    const ExecStatusType status = PQresultStatus(raw);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return result;
    const char *state = PQresultErrorField(raw, PG_DIAG_SQLSTATE);
    if (state == nullptr || PQstatus(connection_.get()) != CONNECTION_OK) {
        throw connection_fault(connection_.get(), "the connection to the database has broken");
    }
    throw Fault(sentence_of(raw), state);
}

Result Session::execute(const std::string &statements) {
    return checked(PQexec(connection_.get(), statements.c_str()));
}

void Session::prepare(const std::string &name, const std::string &statement) {
    checked(PQprepare(connection_.get(), name.c_str(), statement.c_str(), 0, nullptr));
}

Result Session::execute_prepared(const std::string &name, const std::vector<Parameter> &parameters) {
    const Arrays arrays(parameters);
    return checked(PQexecPrepared(connection_.get(), name.c_str(), arrays.count(), arrays.values.data(),
                                  arrays.sizes.data(), arrays.formats.data(), 1));
}

void Session::require_sent(int sent) {
    if (sent != 1) throw connection_fault(connection_.get(), "the connection to the database has broken");
}

void Session::begin_pipeline() {
    require_sent(PQenterPipelineMode(connection_.get()));
}

void Session::send(const char *command) {
    require_sent(PQsendQueryParams(connection_.get(), command, 0, nullptr, nullptr, nullptr, nullptr, 1));
}

void Session::send_prepared(const std::string &name, const std::vector<Parameter> &parameters) {
    const Arrays arrays(parameters);
    require_sent(PQsendQueryPrepared(connection_.get(), name.c_str(), arrays.count(), arrays.values.data(),
                                     arrays.sizes.data(), arrays.formats.data(), 1));
}

// Everything is read before a fault is thrown, so that the connection can be used again.
std::vector<Result> Session::end_pipeline(std::size_t statements) {
    require_sent(PQpipelineSync(connection_.get()));
    std::vector<Result> results;
    std::exception_ptr fault;
    while (results.size() < statements) {
        try {
            results.push_back(checked(PQgetResult(connection_.get())));
        } catch (...) {
            if (!fault) fault = std::current_exception();
            if (PQstatus(connection_.get()) != CONNECTION_OK) break;
            results.emplace_back();
        }
        PQclear(PQgetResult(connection_.get())); // null: the end of what this statement came to
    }
    PQclear(PQgetResult(connection_.get())); // the end of the pipeline
    PQexitPipelineMode(connection_.get());
    // The server may have said why before it closed the connection; whatever it was, the next one is a new one.
    if (PQstatus(connection_.get()) != CONNECTION_OK) {
        throw connection_fault(connection_.get(), "the connection to the database has broken");
    }
    if (fault) std::rethrow_exception(fault);
    return results;
}

std::string Session::quoted(const std::string &name) const {
    return taken_over(PQescapeIdentifier(connection_.get(), name.data(), name.size()), connection_.get(), name);
}

std::string Session::quoted_text(const std::string &text) const {
    return taken_over(PQescapeLiteral(connection_.get(), text.data(), text.size()), connection_.get(), text);
}

bool Session::usable() const {
    return PQstatus(connection_.get()) == CONNECTION_OK && PQtransactionStatus(connection_.get()) == PQTRANS_IDLE &&
           PQpipelineStatus(connection_.get()) == PQ_PIPELINE_OFF;
}

} // namespace sample_host::postgresql

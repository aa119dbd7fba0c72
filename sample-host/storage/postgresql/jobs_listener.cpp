// jobs_listener.cpp - see jobs_listener.h.
#include "storage/postgresql/jobs_listener.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <poll.h>
#include <string_view>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "storage/postgresql/fault.h"
#include "storage/postgresql/stored_text.h"

namespace sample_host::postgresql {

namespace {

constexpr int first_pause = 100; // milliseconds between two tries to connect
constexpr int longest_pause = 5000;
constexpr int for_ever = -1;
constexpr int no_socket = -1; // poll leaves it out

struct FreeNotification {
    void operator()(PGnotify *notification) const { PQfreemem(notification); }
};
using Notification = std::unique_ptr<PGnotify, FreeNotification>;

} // namespace

JobsListener::JobsListener(Place place, std::string teller, JobsChanged changed)
    : place_(std::move(place)),
      teller_(std::move(teller)),
      changed_(std::move(changed)),
      pause_(first_pause),
      end_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (end_ < 0) throw std::system_error(errno, std::generic_category(), "no eventfd can be made");
    thread_ = std::thread([this] { run(); });
}

JobsListener::~JobsListener() {
    ::eventfd_write(end_, 1);
    thread_.join();
    ::close(end_);
}

void JobsListener::run() {
    bool again = false;
    do {
        try {
            listen(again);
            return;
        } catch (const Fault &) {
            // The calls of the scheduler meet the same fault, and tell of it.
            pause_ = std::min(2 * pause_, longest_pause);
        }
        again = true;
    } while (wait(no_socket, pause_));
}

void JobsListener::listen(bool again) {
    Session session(place_);
    session.execute("LISTEN " + session.quoted(place_.schema));
    pause_ = first_pause;
    if (again) changed_({});
    PGconn *connection = session.handle();
    do {
        if (PQconsumeInput(connection) == 0) throw connection_fault(connection, "the connection has broken");
        const std::vector<std::string> ids = heard(connection);
        if (!ids.empty()) changed_(ids);
    } while (wait(PQsocket(connection), for_ever));
}

bool JobsListener::wait(int socket, int milliseconds) {
    std::array<pollfd, 2> polled{pollfd{end_, POLLIN, 0}, pollfd{socket, POLLIN, 0}};
    while (::poll(polled.data(), polled.size(), milliseconds) < 0 && errno == EINTR) continue;
    return polled[0].revents == 0;
}

// What is told is who tells, a space, and the job's id.
std::vector<std::string> JobsListener::heard(PGconn *connection) const {
    std::vector<std::string> ids;
    while (const Notification notification{PQnotifies(connection)}) {
        const std::string_view told = notification->extra;
        const std::size_t space = told.find(' ');
        if (space == std::string_view::npos || told.substr(0, space) == teller_) continue;
        ids.push_back(told_text(told.substr(space + 1)));
    }
    return ids;
}

} // namespace sample_host::postgresql

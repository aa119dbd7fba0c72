#include "executor/watcher.h"

#include "executor/keeper.h"

#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace sample_host::executor {
namespace {

// Reads once. True if there was something, false at the end or if nothing is there for the moment.
bool take_in(const Descriptor &descriptor, Output &output, bool &closed) {
    std::array<char, 16384> buffer; // NOLINT(cppcoreguidelines-pro-type-member-init): read fills it
    const ssize_t count = ::read(descriptor.get(), buffer.data(), buffer.size());
    closed = count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR);
    if (count > 0) output.add({buffer.data(), static_cast<std::size_t>(count)});
    return count > 0;
}

// What a pipe can hold at most, unless an administrator has raised the limit: when the command and all its processes
// are gone, no more than that can be left.
constexpr std::size_t largest_rest = 1024 * 1024;

void take_in_rest(const Descriptor &descriptor, Output &output) {
    bool closed = !descriptor;
    for (std::size_t left = largest_rest / 4096; left > 0 && !closed && take_in(descriptor, output, closed); --left) {
    }
}

} // namespace

Watcher::Watcher(int spawner, Ended ended)
    : ended_(std::move(ended)),
      poll_(::epoll_create1(EPOLL_CLOEXEC)),
      wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      broken_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (!poll_ || !wake_ || !broken_) throw LaunchError("no descriptors are left to watch commands with");
    add(wake_.get(), wake_up);
    add(spawner, spawner_gone);
    // Signals are for the host's own threads.
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    thread_ = std::thread([this, spawner] {
        while (!finished()) {
            std::array<epoll_event, 64> events{};
            const int count = ::epoll_wait(poll_.get(), events.data(), static_cast<int>(events.size()), -1);
            for (int index = 0; index < count; ++index) {
                handle(events.at(static_cast<std::size_t>(index)).data.u64, spawner);
            }
        }
    });
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

Watcher::~Watcher() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        // For a keeper, a host that has shut down its side is gone.
        for (const auto &[number, going] : going_) ::shutdown(going.launched.control.get(), SHUT_WR);
    }
    ::eventfd_write(wake_.get(), 1);
    thread_.join();
}

bool Watcher::finished() {
    const std::lock_guard lock(mutex_);
    return stopping_ && going_.empty();
}

void Watcher::add(int descriptor, uint64_t tag) const {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = tag;
    if (::epoll_ctl(poll_.get(), EPOLL_CTL_ADD, descriptor, &event) != 0) {
        throw LaunchError("the command cannot be watched: the system lacks memory or descriptors");
    }
}

void Watcher::watch(const AttemptKey &key, std::string program, Launched launched) {
    const std::lock_guard lock(mutex_);
    const uint64_t number = next_number_++;
    const auto [place, inserted] = going_.emplace(number, Going{key, std::move(program), std::move(launched), {}});
    try {
        add(place->second.launched.control.get(), number * 2 + control);
        add(place->second.launched.output.get(), number * 2 + output);
    } catch (...) {
        going_.erase(place);
        throw;
    }
}

void Watcher::ask_to_end(const AttemptKey &key) {
    const std::lock_guard lock(mutex_);
    const auto found =
        std::find_if(going_.begin(), going_.end(), [&](const auto &entry) { return entry.second.key == key; });
    if (found == going_.end()) return;
    ::send(found->second.launched.control.get(), &cancel_message, sizeof(cancel_message), MSG_NOSIGNAL | MSG_DONTWAIT);
}

void Watcher::handle(uint64_t tag, int spawner) {
    if (tag == wake_up) {
        eventfd_t count = 0;
        ::eventfd_read(wake_.get(), &count);
    } else if (tag == spawner_gone) {
        ::epoll_ctl(poll_.get(), EPOLL_CTL_DEL, spawner, nullptr);
        ::eventfd_write(broken_.get(), 1);
    } else if (tag % 2 == control) {
        read_control(tag / 2);
    } else {
        read_output(tag / 2);
    }
}

void Watcher::read_output(uint64_t number) {
    const std::lock_guard lock(mutex_);
    const auto found = going_.find(number);
    if (found == going_.end()) return;
    Descriptor &descriptor = found->second.launched.output;
    bool closed = false;
    take_in(descriptor, found->second.output, closed);
    if (closed) descriptor.close(); // the command may well go on without its output
}

void Watcher::read_control(uint64_t number) {
    Ending ending;
    {
        const std::lock_guard lock(mutex_);
        const auto found = going_.find(number);
        if (found == going_.end()) return;
        const ssize_t count = ::recv(found->second.launched.control.get(), &ending, sizeof(ending), MSG_DONTWAIT);
        if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (count != sizeof(ending)) ending = Ending{};
    }
    finish(number, ending);
}

void Watcher::finish(uint64_t number, const Ending &ending) {
    std::unique_lock lock(mutex_);
    Going going = std::move(going_.extract(number).mapped());
    lock.unlock();
    take_in_rest(going.launched.output, going.output);
    const Verdict verdict = judge(ending, going.program);
    ended_(going.key,
           Completion{verdict.result, std::string(going.output.text()), going.output.truncated(), verdict.error});
}

} // namespace sample_host::executor

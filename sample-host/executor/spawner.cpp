#include "executor/spawner.h"

#include "executor/ending.h"
#include "executor/keeper.h"
#include "executor/process_tree.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <vector>

namespace sample_host::executor {
namespace {

using Clock = std::chrono::steady_clock;

// How long the spawner waits, after the host has gone, for commands that do not die of SIGKILL.
constexpr std::chrono::seconds last_wait(5);

// Keeps standard streams (on /dev/null) and the two given descriptors, and closes the rest: whatever the host had open
// before must end with the host.
void close_others(int &socket, int &life_lock) {
    const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int number = 0; number <= STDERR_FILENO; ++number) {
        if (number != nothing && number != socket && number != life_lock) ::dup2(nothing, number);
    }
    socket = ::fcntl(socket, F_DUPFD_CLOEXEC, 3);
    if (life_lock >= 0) life_lock = ::fcntl(life_lock, F_DUPFD_CLOEXEC, 3);
    const auto first = static_cast<unsigned>(std::min(socket, life_lock < 0 ? socket : life_lock));
    const auto second = static_cast<unsigned>(std::max(socket, life_lock));
    if (first > 3) ::close_range(3, first - 1, 0);
    if (second > first + 1) ::close_range(first + 1, second - 1, 0);
    ::close_range(second + 1, ~0U, 0);
}

KeeperOrder order_of(const OrderNumbers &numbers) {
    return {Descriptor(numbers[0]), Descriptor(numbers[1]), Descriptor(numbers[2]), Descriptor(numbers[3])};
}

class Spawner {
  public:
    Spawner(Descriptor socket, std::chrono::milliseconds grace) : socket_(std::move(socket)), grace_(grace) {
        sigset_t child;
        ::sigemptyset(&child);
        ::sigaddset(&child, SIGCHLD);
        signals_ = Descriptor(::signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK));
    }

    // Until the host is gone, and with it every command.
    void run() {
        while (socket_ || (has_children() && Clock::now() < give_up_at_)) {
            std::array<pollfd, 2> sources{pollfd{signals_.get(), POLLIN, 0}, pollfd{socket_.get(), POLLIN, 0}};
            ::poll(sources.data(), sources.size(), socket_ ? -1 : 100);
            reap();
            if (sources[1].revents != 0) receive();
        }
    }

  private:
    void reap() {
        std::array<signalfd_siginfo, 8> received{};
        while (::read(signals_.get(), received.data(), sizeof(received)) > 0) {
        }
        bool something_left = !socket_;
        int status = 0;
        for (pid_t ended = 0; (ended = ::waitpid(-1, &status, WNOHANG)) > 0;) {
            std::erase(keepers_, ended);
            // A keeper that was killed, or could not kill everything, leaves orphans to this process.
            if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) something_left = true;
        }
        if (something_left) kill_children(keepers_);
    }

    void receive() {
        char byte = 0;
        iovec part{&byte, 1};
        alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(OrderNumbers))> space{};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = space.data();
        message.msg_controllen = space.size();
        const ssize_t count = ::recvmsg(socket_.get(), &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
        if (count < 0 && (errno == EAGAIN || errno == EINTR || errno == EMFILE)) return;
        if (count <= 0) {
            socket_.close();
            give_up_at_ = Clock::now() + last_wait;
            return;
        }
        const cmsghdr *header = CMSG_FIRSTHDR(&message);
        if (header == nullptr || header->cmsg_len != CMSG_LEN(sizeof(OrderNumbers))) return;
        OrderNumbers numbers{};
        std::memcpy(numbers.data(), CMSG_DATA(header), sizeof(numbers));
        spawn(order_of(numbers));
    }

    void spawn(KeeperOrder order) {
        const pid_t keeper = ::fork();
        if (keeper == 0) {
            socket_.close();
            signals_.close();
            keep_command(std::move(order), grace_);
        }
        if (keeper > 0) {
            keepers_.push_back(keeper);
        } else {
            const Ending ending{Ending::not_forked, errno, 0};
            ::send(order.control.get(), &ending, sizeof(ending), MSG_NOSIGNAL | MSG_DONTWAIT);
        }
    }

    Descriptor socket_;
    Descriptor signals_;
    std::chrono::milliseconds grace_;
    std::vector<pid_t> keepers_;
    Clock::time_point give_up_at_;
};

} // namespace

void spawn_keepers(int socket, int life_lock, std::chrono::milliseconds grace) {
    sigset_t all;
    ::sigfillset(&all);
    ::sigprocmask(SIG_SETMASK, &all, nullptr);
    ::setsid(); // out of reach of the terminal's signals
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    rename_process("gateway-spawner");
    close_others(socket, life_lock);
    Spawner(Descriptor(socket), grace).run();
    ::_exit(0);
}

} // namespace sample_host::executor

#include "executor/keeper.h"

#include "executor/ending.h"
#include "executor/launch_request.h"
#include "executor/process_tree.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <exception>
#include <optional>

namespace sample_host::executor {
namespace {

using Clock = std::chrono::steady_clock;

// How long processes may take to disappear after SIGKILL. What is left then cannot be killed by this user.
constexpr std::chrono::milliseconds removal_time(1000);

constexpr Clock::time_point no_deadline = Clock::time_point::max();

std::vector<char *> pointers(std::vector<std::string> &texts) {
    std::vector<char *> result;
    result.reserve(texts.size() + 1);
    for (std::string &text : texts) result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

void reset_signals() {
    for (int number = 1; number < NSIG; ++number) ::signal(number, SIG_DFL); // some refuse, which is as well
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

// In the command's own process: turns into the command, or says through `failure` why not.
[[noreturn]] void become_command(const KeeperOrder &order, LaunchRequest &request, pid_t keeper, int failure) {
    auto arguments = pointers(request.command);
    auto variables = pointers(request.environment);
    // Should the keeper be killed. The parent may have gone before this line.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != keeper) ::_exit(127);
    ::setsid(); // a group and a session of its own, without a terminal
    ::dup2(order.input.get(), STDIN_FILENO);
    ::dup2(order.output.get(), STDOUT_FILENO);
    ::dup2(order.output.get(), STDERR_FILENO);
    reset_signals();
    ::environ = variables.data(); // before execvp, which searches in this PATH
    ::execvp(arguments[0], arguments.data());
    const int32_t reason = errno;
    [[maybe_unused]] const ssize_t written = ::write(failure, &reason, sizeof(reason));
    ::_exit(127);
}

class Keeper {
  public:
    Keeper(const Descriptor &control, std::chrono::milliseconds grace, pid_t leader)
        : control_(control), grace_(grace), leader_(leader) {
        sigset_t child;
        ::sigemptyset(&child);
        ::sigaddset(&child, SIGCHLD);
        signals_ = Descriptor(::signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK));
    }

    // Until the command and everything that it started is gone. Nothing: the host is, and the command cannot be killed.
    std::optional<Ending> watch() {
        while (!reap()) {
            if (host_gone_ && Clock::now() >= deadline_) return std::nullopt;
            wait();
        }
        return ending_;
    }

    // True if nothing is left.
    bool remove_rest() {
        const auto deadline = Clock::now() + removal_time;
        while (has_children() && Clock::now() < deadline) {
            kill_children({});
            wait_for_child(deadline);
            reap();
        }
        return !has_children();
    }

    void report(const Ending &ending) const { ::send(control_.get(), &ending, sizeof(ending), MSG_NOSIGNAL); }

  private:
    // True if the command's own process has ended. Its group is killed before its number is given back.
    bool reap() {
        siginfo_t information{};
        while (::waitid(P_ALL, 0, &information, WEXITED | WNOHANG | WNOWAIT) == 0 && information.si_pid != 0) {
            if (information.si_pid == leader_) {
                ending_.kind = information.si_code == CLD_EXITED ? Ending::exited : Ending::killed;
                ending_.value = information.si_status;
                ::kill(-leader_, SIGKILL);
                leader_ended_ = true;
            }
            ::waitpid(information.si_pid, nullptr, 0);
            information.si_pid = 0;
        }
        return leader_ended_;
    }

    void wait() {
        std::array<pollfd, 2> sources{pollfd{signals_.get(), POLLIN, 0},
                                      pollfd{host_gone_ ? -1 : control_.get(), POLLIN, 0}};
        ::poll(sources.data(), sources.size(), milliseconds_until(deadline_));
        drain_signals();
        if (sources[1].revents != 0) read_control();
        if (!host_gone_ && Clock::now() >= deadline_) {
            kill_all();
            deadline_ = no_deadline;
        }
    }

    void read_control() {
        char message = 0;
        const ssize_t count = ::recv(control_.get(), &message, 1, MSG_DONTWAIT);
        if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (count <= 0) {
            host_gone_ = true;
            kill_all();
            deadline_ = Clock::now() + removal_time;
        } else if (ending_.asked == 0 && !reap()) {
            // Asked only if it is still going: otherwise it ended by itself, and its own result counts.
            ending_.asked = 1;
            signal_command(SIGTERM);
            deadline_ = Clock::now() + grace_;
        }
    }

    void kill_all() {
        if (!leader_ended_) signal_command(SIGKILL);
        kill_children({});
    }

    void signal_command(int number) const {
        // Right after fork the group does not exist yet; then the process itself is all there is.
        if (::kill(-leader_, number) != 0) ::kill(leader_, number);
    }

    void wait_for_child(Clock::time_point deadline) {
        pollfd source{signals_.get(), POLLIN, 0};
        ::poll(&source, 1, milliseconds_until(deadline));
        drain_signals();
    }

    void drain_signals() {
        std::array<signalfd_siginfo, 8> received{};
        while (::read(signals_.get(), received.data(), sizeof(received)) > 0) {
        }
    }

    // For poll: -1 is for ever.
    static int milliseconds_until(Clock::time_point deadline) {
        if (deadline == no_deadline) return -1;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
        return static_cast<int>(std::max<int64_t>(left.count(), 0));
    }

    const Descriptor &control_;
    Descriptor signals_;
    std::chrono::milliseconds grace_;
    pid_t leader_;
    bool leader_ended_ = false;
    bool host_gone_ = false;
    Clock::time_point deadline_ = no_deadline; // when to kill; with the host gone: when to give up
    Ending ending_;
};

bool host_is_gone(int control) {
    pollfd source{control, POLLIN, 0};
    return ::poll(&source, 1, 0) == 1 && (source.revents & (POLLHUP | POLLERR)) != 0;
}

int keep(KeeperOrder &order, std::chrono::milliseconds grace) {
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    LaunchRequest request = read_launch_request(order.request.get());
    std::array<int, 2> failure{-1, -1};
    if (host_is_gone(order.control.get())) return 0;
    const pid_t keeper = ::getpid();
    const pid_t leader = ::pipe2(failure.data(), O_CLOEXEC | O_NONBLOCK) == 0 ? ::fork() : -1;
    if (leader < 0) {
        const Ending ending{Ending::not_forked, errno, 0};
        ::send(order.control.get(), &ending, sizeof(ending), MSG_NOSIGNAL);
        return 0;
    }
    const Descriptor failure_reader(failure[0]);
    if (leader == 0) become_command(order, request, keeper, failure[1]);
    ::close(failure[1]);
    order.input.close();
    order.output.close();

    Keeper watch(order.control, grace, leader);
    auto ending = watch.watch();
    const bool clean = watch.remove_rest();
    int32_t reason = 0;
    if (ending && ::read(failure_reader.get(), &reason, sizeof(reason)) == sizeof(reason)) {
        *ending = Ending{Ending::not_executed, reason, ending->asked};
    }
    if (ending) watch.report(*ending);
    return clean ? 0 : 1;
}

} // namespace

void keep_command(KeeperOrder order, std::chrono::milliseconds grace) {
    try {
        ::_exit(keep(order, grace));
    } catch (const std::exception &) {
        // Out of memory, or the request cannot be read: nothing has been started yet in the second case.
        const Ending ending{Ending::not_forked, ENOMEM, 0};
        ::send(order.control.get(), &ending, sizeof(ending), MSG_NOSIGNAL);
        ::_exit(1);
    }
}

} // namespace sample_host::executor

#include "executor/launcher.h"

#include "executor/spawner.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

namespace sample_host::executor {
namespace {

[[noreturn]] void fail(const std::string &what) {
    throw LaunchError(what + ": " + ::strerrordesc_np(errno));
}

std::pair<Descriptor, Descriptor> socket_pair() {
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        fail("no socket could be made for a command");
    }
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

std::pair<Descriptor, Descriptor> output_pipe() {
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("no pipe could be made for a command's output");
    std::pair<Descriptor, Descriptor> pipe{Descriptor(ends[0]), Descriptor(ends[1])};
    // Only the reading end: a command expects to be able to block.
    ::fcntl(pipe.first.get(), F_SETFL, O_NONBLOCK);
    return pipe;
}

void send_order(int socket, const OrderNumbers &numbers) {
    char byte = 0;
    iovec part{&byte, 1};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(OrderNumbers))> space{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = space.data();
    message.msg_controllen = space.size();
    cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(numbers));
    std::memcpy(CMSG_DATA(header), numbers.data(), sizeof(numbers));
    if (::sendmsg(socket, &message, MSG_NOSIGNAL) < 0) fail("the process that starts commands does not take them");
}

} // namespace

Launcher::Launcher(int life_lock, std::chrono::milliseconds grace) {
    auto [mine, theirs] = socket_pair();
    const timeval patience{1, 0}; // a start may not hold up the scheduler's other starts for longer
    ::setsockopt(mine.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    spawner_ = ::fork();
    if (spawner_ < 0) fail("the process that starts commands could not be made");
    if (spawner_ == 0) {
        mine.close();
        spawn_keepers(theirs.get(), life_lock, grace);
    }
    socket_ = std::move(mine);
}

Launcher::~Launcher() {
    socket_.close();
    while (::waitpid(spawner_, nullptr, 0) < 0 && errno == EINTR) {
    }
}

Launched Launcher::launch(const LaunchRequest &request, std::string_view prompt) {
    try {
        auto [control, keeper_control] = socket_pair();
        auto [output, command_output] = output_pipe();
        const Descriptor input = anonymous_file(prompt);
        const Descriptor file = write_launch_request(request);
        send_order(socket_.get(), {keeper_control.get(), input.get(), command_output.get(), file.get()});
        return {std::move(control), std::move(output)};
    } catch (const std::system_error &failure) {
        throw LaunchError(failure.what());
    }
}

} // namespace sample_host::executor

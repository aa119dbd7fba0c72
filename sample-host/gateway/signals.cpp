#include "gateway/signals.h"

#include <signal.h>
#include <sys/signalfd.h>

#include <cerrno>
#include <system_error>

namespace sample_host {

StopSignals::StopSignals() {
    sigset_t signals;
    ::sigemptyset(&signals);
    for (const int number : {SIGTERM, SIGINT, SIGHUP}) ::sigaddset(&signals, number);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    // Whoever reads the log may go away; that must not end the host.
    ::signal(SIGPIPE, SIG_IGN);
    descriptor_ = executor::Descriptor(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
    if (!descriptor_) throw std::system_error(errno, std::generic_category(), "signals cannot be waited for");
}

void StopSignals::take() const {
    signalfd_siginfo signal{};
    [[maybe_unused]] const ssize_t count = ::read(descriptor_.get(), &signal, sizeof(signal));
}

} // namespace sample_host

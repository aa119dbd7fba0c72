// cutting_proxy.h - stands between a storage and its server and cuts the connection before a certain message of the
// protocol gets through, in either direction: a question that never arrives, or an answer that is lost.
// Thread-safety: one thread uses it; a thread of its own passes the messages on.
#pragma once

#include <array>
#include <cstdint>
#include <list>
#include <mutex>
#include <thread>

namespace tests {

class CuttingProxy {
  public:
    enum class Direction { questions, answers };

    // To the server on this loopback port. Throws std::runtime_error.
    explicit CuttingProxy(int server_port);
    CuttingProxy(const CuttingProxy &) = delete;
    CuttingProxy &operator=(const CuttingProxy &) = delete;
    ~CuttingProxy();

    int port() const { return port_; }

    // While nothing is under way: from now on the messages are counted, and before this one the connection is cut.
    void cut_before(Direction direction, int message);
    // Nothing is cut any more. True: something was.
    bool disarm();

  private:
    // Where in the stream of messages one end has come: a letter, four bytes of length, the rest.
    struct Stream {
        bool begins(std::uint8_t byte); // takes the next byte; true: a message begins with it
        std::uint32_t length = 0;
        int header = 0; // bytes of it seen
        std::uint32_t rest = 0;
    };
    struct Pair {
        std::array<int, 2> sockets{}; // of who asks, of who answers
        std::array<Stream, 2> streams;
    };

    void pass_on();
    void accept_one();
    bool pass(Pair &pair, std::size_t from); // false: the connection is over
    std::size_t allowed(Stream &stream, std::size_t from, const std::uint8_t *bytes, std::size_t size, bool &cut);

    int server_port_;
    int port_ = 0;
    int listener_ = -1;
    std::array<int, 2> end_{}; // a pipe: closed when it is to end
    std::mutex mutex_;         // of what follows
    std::list<Pair> pairs_;
    bool armed_ = false;
    bool cut_ = false;
    std::size_t direction_ = 0;
    int left_ = 0; // messages until the cut
    std::thread thread_;
};

} // namespace tests
